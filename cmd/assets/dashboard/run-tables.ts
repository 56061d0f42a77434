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

/** What is told in words: events, slowest commits and other spans. */
export function runTables(run: RunView): HTMLElement[] {
  return [eventCard(run), commitCard(run), spanCard(run), nameCard(run)].filter((card) => card !== undefined);
}

function card(title: string, note: string, content: HTMLElement): HTMLElement {
  return element('div', { class: 'card' }, element('h3', {}, title), element('p', { class: 'note' }, note), content);
}

function eventCard({ events, droppedEventCount }: RunView): HTMLElement | undefined {
  if (events.length === 0) return undefined;
  const rows = [...events].reverse().map(({ atMs, kind, text }) => [
    clockOf(atMs),
    element('span', { class: `kind ${kind}` }, kindNames[kind]),
    text,
  ]);
  const droppedText = plural(droppedEventCount, 'earlier one is', 'earlier ones are');
  const dropped = droppedEventCount > 0 ? ` ${droppedText} left out.` : '';
  const table = plainTable('Events', [{ title: 'after', isNumber: true }, { title: 'what' }, { title: 'why' }], rows);
  const made = card('Events', `The newest first.${dropped}`, table);
  made.classList.add('wide');
  return made;
}

function commitCard({ slowCommits }: RunView): HTMLElement | undefined {
  if (slowCommits.length === 0) return undefined;
  return card('Slowest commits', 'Time that the analyzers took to fold a commit.', spanTable('commit', slowCommits));
}

function spanCard({ slowOthers }: RunView): HTMLElement | undefined {
  if (slowOthers.length === 0) return undefined;
  return card('Slowest batches and steps', 'What lies below the phases of the run.', spanTable('name', slowOthers));
}

function spanTable(first: string, spans: readonly SpanView[]): HTMLElement {
  const columns = [
    { title: first },
    { title: 'took', isNumber: true },
    { title: 'after', isNumber: true },
    { title: 'details' },
  ];
  const rows = spans.slice(0, shownSpanCount).map(({ name, durationMs, startMs, attributes }) => {
    const commit = /^commit: ([0-9a-f]{12})[0-9a-f]*,? ?(.*)$/.exec(attributes);
    const title = commit === null ? name : element('code', {}, commit[1]!);
    const details = commit === null ? attributes : commit[2]!;
    const shown = element('span', { class: 'details', title: attributes }, details);
    return [title, clockOf(durationMs), clockOf(startMs), shown];
  });
  return plainTable(`Slowest by ${first}`, columns, rows);
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
  const rows = spanNames.slice(0, shownSpanCount).map(({ name, count, totalMs, maxMs }) => [
    name,
    grouped(count),
    clockOf(totalMs),
    clockOf(totalMs / Math.max(1, count)),
    clockOf(maxMs),
  ]);
  const note = 'Spans of one name together. Those of a walk lie within it.';
  const made = card('Time by span', note, plainTable('Time by span', columns, rows));
  made.classList.add('wide');
  return made;
}
