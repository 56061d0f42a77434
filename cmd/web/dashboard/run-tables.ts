import type { EventView, RunView, SpanView } from '../../dashboard/dashboard-view.ts';
import { grouped, plural } from '../charts/said-number.ts';
import { clockOf } from '../charts/said-size.ts';
import { element } from '../page/element.ts';
import { plainTable } from './plain-table.ts';

const kindNames: Readonly<Record<EventView['kind'], string>> = {
  replan: 'replanned',
  warning: '80 % reached',
  critical: '90 % reached',
  checkpoint: 'checkpoint',
  resume: 'resumed',
  end: 'ended',
};

const shownSpanCount = 10;
const commitDigits = 12;

/** What took longest. */
export function slowTables(run: RunView): HTMLElement[] {
  return [commitCard(run), fileCard(run)].filter((made) => made !== undefined);
}

/** Events, and spans that say something to whoever knows the engine. */
export function internalTables(run: RunView): HTMLElement[] {
  return [eventCard(run), otherCard(run), nameCard(run)].filter((made) => made !== undefined);
}

function card(title: string, note: string, content: HTMLElement): HTMLElement {
  return element('div', { class: 'card' }, element('h3', {}, title), element('p', { class: 'note' }, note), content);
}

function eventCard({ events, droppedEventCount }: RunView): HTMLElement | undefined {
  if (events.length === 0) return undefined;
  const rows = [...events]
    .reverse()
    .map(({ atMs, kind, text }) => [clockOf(atMs), element('span', { class: `kind ${kind}` }, kindNames[kind]), text]);
  const droppedText = plural(droppedEventCount, 'earlier event is', 'earlier events are');
  const dropped = droppedEventCount > 0 ? ` ${droppedText} left out.` : '';
  const table = plainTable(
    'Events',
    [{ title: 'after', isNumber: true }, { title: 'event' }, { title: 'details' }],
    rows,
  );
  const made = card('Events', `Newest first.${dropped}`, table);
  made.classList.add('wide');
  return made;
}

function commitCard({ slowCommits }: RunView): HTMLElement | undefined {
  if (slowCommits.length === 0) return undefined;
  return card('Slowest commits', 'Time to read and compare one commit.', spanTable('commit', slowCommits));
}

function fileCard({ slowFiles }: RunView): HTMLElement | undefined {
  if (slowFiles.length === 0) return undefined;
  return card('Slowest files', 'Time for all versions of one file in a batch.', spanTable('file', slowFiles));
}

function otherCard({ slowOthers }: RunView): HTMLElement | undefined {
  if (slowOthers.length === 0) return undefined;
  return card(
    'Slowest steps',
    'Folding commits, and what happens at the end of a chunk.',
    spanTable('step', slowOthers),
  );
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
    { title: 'total', isNumber: true },
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
  const note = 'Spans by name. Spans of the walk lie within it.';
  return card('Time by span', note, plainTable('Time by span', columns, rows));
}
