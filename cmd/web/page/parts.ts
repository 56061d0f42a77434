import type { Subject } from '../charts/chart.ts';
import { activityCards } from './activity-cards.ts';
import { ageCards } from './age-cards.ts';
import { chartCard, type ChartCardSpec } from './chart-card.ts';
import { couplingCards } from './coupling-cards.ts';
import { element } from './element.ts';
import { fileTable, hasFiles } from './file-table.ts';
import { madeWhenSeen } from './made-when-seen.ts';
import { hotspotCards } from './hotspot-cards.ts';
import { peopleCards } from './people-cards.ts';
import type { PageContent } from './read-blocks.ts';
import { sectionTableCard } from './section-table-card.ts';
import type { Theme } from './theme.ts';

/** A chapter of the page. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly content: readonly HTMLElement[];
}

/** The chapters that the report has something for, in the order of the page. */
export function partsOf(content: PageContent, theme: Theme, onPick: (subject: Subject) => void): Part[] {
  const card = (spec: ChartCardSpec): HTMLElement => chartCard(spec, theme, onPick);
  const parts: Part[] = [
    {
      id: 'age',
      title: 'Age of the code',
      question: 'How long does code live, and what is left of each year?',
      content: ageCards(content, card),
    },
    {
      id: 'activity',
      title: 'Activity',
      question: 'Who works on this, how much, and since when?',
      content: activityCards(content, card),
    },
    {
      id: 'people',
      title: 'People and ownership',
      question: 'What hangs on whom?',
      content: peopleCards(content, card, onPick),
    },
    {
      id: 'hotspots',
      title: 'Hotspots',
      question: 'Which files are changed most, and how large are they?',
      content: hotspotCards(content, card),
    },
    {
      id: 'coupling',
      title: 'Coupling',
      question: 'Which files change together, though no import says so?',
      content: couplingCards(content, card, onPick),
    },
    {
      id: 'files',
      title: 'Files',
      question: 'Every file with all that is known of it.',
      content: fileCards(content, onPick),
    },
    {
      id: 'tables',
      title: 'All tables',
      question: 'The sections of the report as they are.',
      content: content.tables.map(sectionTableCard),
    },
  ];
  return parts.filter((part) => part.content.length > 0);
}

function fileCards(content: PageContent, onPick: (subject: Subject) => void): HTMLElement[] {
  if (!hasFiles(content)) return [];
  return [
    element(
      'div',
      { class: 'card' },
      madeWhenSeen(() => fileTable(content, onPick)),
    ),
  ];
}
