import type { Subject } from '../charts/chart.ts';
import { element } from './element.ts';

/** Goes to the subjects before and after; at an end there is one button less. */
export function stepButtons(
  unit: string,
  before: Subject | undefined,
  after: Subject | undefined,
  open: (subject: Subject) => void,
): HTMLElement | undefined {
  const buttons = [button('Previous', unit, before, open), button('Next', unit, after, open)];
  const shown = buttons.filter((one) => one !== undefined);
  return shown.length === 0 ? undefined : element('p', { class: 'trail steps' }, ...shown);
}

function button(
  direction: 'Previous' | 'Next',
  unit: string,
  subject: Subject | undefined,
  open: (subject: Subject) => void,
): HTMLElement | undefined {
  if (subject === undefined) return undefined;
  const made = element('button', { type: 'button', class: 'link' }, `${direction} ${unit}: ${subject.name}`);
  made.addEventListener('click', () => open(subject));
  return made;
}
