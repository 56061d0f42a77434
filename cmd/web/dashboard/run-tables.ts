import type { EventView, RunView, SpanView } from '../../dashboard/dashboard-view.ts';
import { grouped, plural } from '../charts/said-number.ts';
import { clockOf } from '../charts/said-size.ts';
import { element } from '../page/element.ts';
import { plainTable } from './plain-table.ts';

const kindNames: Readonly<Record<EventView['kind'], string>> = {
  replan: 'planned anew',
  warning: '80 % reached',
  critical: '90 % reached',
  checkpoint: 'checkpoint',
  resume: 'went on',
  end: 'ended',
};

const shownSpanCount = 10;
const commitDigits = 12;

/** Tables: events, slowest commits and other spans. */
export function runTables(run: RunView): HTMLElement[] {
  const cards = [eventCard(run), commitCard(run), fileCard(run), otherCard(run), nameCard(run)];
  return cards.filter((made) => made !== undefined);
}

function card(title: string, note: string, content: HTMLElement): HTMLElement {
  return element('div', { class: 'card' }, element('h3', {}, title), element('p', { class: 'note' }, note), content);
}

function eventCard({ events, droppedEventCount }: RunView): HTMLElement | undefined {
  if (events.length === 0) return undefined;
  const rows = [...events]
    .reverse()
    .map(({ atMs, kind, text }) => [clockOf(atMs), element('span', { class: `kind ${kind}` }, kindNames[kind]), text]);
  const droppedText = plural(droppedEventCount, 'earlier one is', 'earlier ones are');
  const dropped = droppedEventCount > 0 ? ` ${droppedText} left out.` : '';
  const table = plainTable('Events', [{ title: 'after', isNumber: true }, { title: 'what' }, { title: 'why' }], rows);
  const made = card('Events', `The newest first.${dropped}`, table);
  made.classList.add('wide');
  return made;
}

function commitCard({ slowCommits }: RunView): HTMLElement | undefined {
  if (slowCommits.length === 0) return undefined;
  return card('Slowest commits', 'Time that a thread took to read and compare one.', spanTable('commit', slowCommits));
}

function fileCard({ slowFiles }: RunView): HTMLElement | undefined {
  if (slowFiles.length === 0) return undefined;
  return card('Slowest files', 'Time for all versions of one in a batch.', spanTable('file', slowFiles));
}

function otherCard({ slowOthers }: RunView): HTMLElement | undefined {
  if (slowOthers.length === 0) return undefined;
  return card('Slowest steps', 'Folding of a commit, and what ends a chunk.', spanTable('step', slowOthers));
}

function spanTable(first: string, spans: readonly SpanView[]): HTMLElement {
  const columns = [
    { title: first },
    { title: 'took', isNumber: true },
    { title: 'after', isNumber: true },
    { title: 'details' },
  ];
  const rows = spans.slice(0, shownSpanCount).map((span) => {
    const { title, details } = first === 'step' ? stepOf(span) : subjectOf(span);
    const shown = element('span', { class: 'details', title: span.attributes }, details);
    return [title, clockOf(span.durationMs), clockOf(span.startMs), shown];
  });
  return plainTable(`Slowest by ${first}`, columns, rows);
}

interface SpanTitle {
  readonly title: string | Node;
  readonly details: string;
}

function stepOf({ name, attributes }: SpanView): SpanTitle {
  const details = attributes.replace(/^vcs\.ref\.head\.revision: ([0-9a-f]{12})[0-9a-f]*/, 'commit $1');
  return { title: name, details };
}

/** The first attribute says what it is about: a commit by its id, a file by its path. */
function subjectOf({ name, attributes }: SpanView): SpanTitle {
  const [, key = '', subject, details = ''] = /^([\w.]+): (.*?)(?:, (.*))?$/.exec(attributes) ?? [];
  if (subject === undefined) return { title: name, details: attributes };
  const shown = key === 'file.path' ? subject : subject.slice(0, commitDigits);
  return { title: element('code', { title: subject }, shown), details };
}

function nameCard({ spanNames }: RunView): HTMLElement | undefined {
  if (spanNames.length === 0) return undefined;
  const columns = [
    { title: 'span' },
    { title: 'count', isNumber: true },
    { title: 'in all', isNumber: true },
    { title: 'mean', isNumber: true },
    { title: 'longest', isNumber: true },
  ];
  const rows = spanNames
    .slice(0, shownSpanCount)
    .map(({ name, count, totalMs, maxMs }) => [
      name,
      grouped(count),
      clockOf(totalMs),
      clockOf(totalMs / Math.max(1, count)),
      clockOf(maxMs),
    ]);
  const note = 'Spans of one name together. Those of a walk lie within it.';
  return card('Time by span', note, plainTable('Time by span', columns, rows));
}
