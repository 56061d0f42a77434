import type { BurndownBlock } from '../../../analyzers/index.ts';
import { burndownChart } from '../charts/burndown-chart.ts';
import { grouped } from '../charts/said-number.ts';
import { remainsChart, survivalChart } from '../charts/survival-chart.ts';
import type { Choice, MakeCard } from './chart-card.ts';
import { element } from './element.ts';
import type { PageContent } from './read-blocks.ts';

const layerOptions: Choice['options'] = [
  { value: 'cohort', label: 'by when written' },
  { value: 'age', label: 'by age' },
];
const scale: Choice = {
  label: 'Scale',
  options: [
    { value: 'lines', label: 'lines' },
    { value: 'share', label: 'share' },
  ],
};

const tooShort = 'This history has one sample: too few to draw lines over time.';

function choicesFor({ people }: BurndownBlock): readonly Choice[] {
  const byPerson = { value: 'person', label: 'by person' };
  const options = people.length === 0 ? layerOptions : [...layerOptions, byPerson];
  return [{ label: 'Layers', options }, scale];
}

/** Burndown, survival and what is left of each period. */
export function ageCards({ burndown }: PageContent, card: MakeCard): HTMLElement[] {
  if (burndown === undefined || burndown.written.every((lines) => lines === 0)) return [];
  const { sampledAt, sampleCount } = burndown;
  const layers = card({
    title: 'Lines of code, layer by layer',
    note: `Each layer is the code of one period wearing away. A layer that drops was rewritten; one
      that stays flat is solid, or untouched.`,
    thinning:
      sampledAt.length === sampleCount
        ? ''
        : `Drawn from ${sampledAt.length} of ${grouped(sampleCount)} samples, evenly chosen.`,
    height: 'tall',
    choices: choicesFor(burndown),
    draw: (look, [by, scale]) =>
      burndownChart(burndown, look, {
        by: by === 'age' || by === 'person' ? by : 'cohort',
        scale: scale === 'share' ? 'share' : 'lines',
      }),
  });
  const survival = card({
    title: 'How long a line lives',
    note: `The share of lines still alive at an age (Kaplan–Meier over all bands; it ends where under
      2 % of the lines have been watched for as long).`,
    height: 'medium',
    draw: (look) => survivalChart(burndown, look),
  });
  const remains = card({
    title: 'What is left of each period',
    note: 'The most lines each period ever had, and what lives at the end.',
    height: 'medium',
    draw: (look) => remainsChart(burndown, look),
  });
  if (sampledAt.length < 2) return [element('p', { class: 'note apart' }, tooShort), remains];
  if (burndown.survival.rates.length < 2) return [layers, remains];
  return [layers, element('div', { class: 'pair' }, survival, remains)];
}
