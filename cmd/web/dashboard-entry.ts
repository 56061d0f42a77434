/// <reference lib="dom" />
/** The script of the dashboard: shows the state that the server sends or the page holds. */
import type { LogView, RunView } from '../dashboard/dashboard-view.ts';
import { ComparedRuns, runName } from './dashboard/compared-runs.ts';
import { RunCards } from './dashboard/run-cards.ts';
import { runEnding } from './dashboard/run-ending.ts';
import { doneShare, internalFigures, repositoryName, runFigures } from './dashboard/run-figures.ts';
import { runStages } from './dashboard/run-stages.ts';
import { internalTables, slowTables } from './dashboard/run-tables.ts';
import { type Link, ViewSource } from './dashboard/view-source.ts';
import { grouped, percent, plural } from './charts/said-number.ts';
import { clockOf } from './charts/said-size.ts';
import { element } from './page/element.ts';
import { Theme } from './page/theme.ts';

/** A run that is silent for this long was killed, or is stuck. */
const silenceMsMin = 60_000;

const theme = new Theme();
const source = new ViewSource(show);
const cards = new RunCards(theme);
const compared = new ComparedRuns(theme, choose);
const headline = element('h1');
const subline = element('p', { class: 'subline' });
const bar = element('progress', { max: '1', 'aria-label': 'commits done' });
const figures = element('div', { class: 'figures' });
const faults = element('div', { class: 'faults', role: 'status' });
const stages = element('div');
const ending = element('div', { role: 'status' });
const slow = element('div', { class: 'cards' });
const innerFigures = element('div', { class: 'figures' });
const innerTables = element('div', { class: 'cards' });
const fold = element('details');
const chooser = element('select', { 'aria-label': 'run' });
const badge = element('span', { class: 'badge', role: 'status' });
const inside = element('section', { id: 'internals', 'aria-labelledby': 'internals-title' });
const logs = element('footer');
let runsLink: HTMLElement | undefined;
let chosenId = '';
let shownRun: RunView | undefined;

build();
show();
source.start();

function build(): void {
  const said = 'Switch between dark and light';
  const toggle = element('button', { type: 'button', class: 'theme', 'aria-label': said }, '◐');
  toggle.addEventListener('click', () => theme.toggle());
  chooser.addEventListener('change', () => choose(chooser.value));
  cards.sections.at(-1)?.append(slow);
  const question = 'Chunks, caches, disk, events: how the engine kept within its budget.';
  fold.append(element('summary', {}, question), innerFigures, cards.internals, innerTables);
  // Charts are drawn when there is room for them.
  fold.addEventListener('toggle', () => cards.update());
  inside.append(element('h2', { id: 'internals-title' }, 'Internals'), fold);
  const chapters = [
    ['memory', 'Memory'],
    ['time', 'Time'],
    ['internals', 'Internals'],
    ['runs', 'Runs'],
  ] as const;
  const links = chapters.map(([id, title]) => element('a', { href: `#${id}` }, title));
  links[2]?.addEventListener('click', () => (fold.open = true));
  runsLink = links[3];
  document
    .querySelector('#page')
    ?.append(
      element(
        'header',
        { class: 'topbar' },
        element('a', { class: 'brand', href: '#overview' }, 'codefang'),
        element('nav', { 'aria-label': 'Chapters' }, ...links),
        badge,
        chooser,
        toggle,
      ),
      element(
        'main',
        {},
        element(
          'section',
          { id: 'overview', 'aria-label': 'Overview' },
          headline,
          subline,
          bar,
          stages,
          ending,
          faults,
          figures,
        ),
        ...cards.sections,
        inside,
        compared.section,
      ),
      logs,
    );
}

function choose(id: string): void {
  chosenId = id;
  show();
  scrollTo({ top: 0 });
}

function show(): void {
  const { state, link } = source;
  const runs = source.runs();
  const run = runs.find(({ id }) => id === chosenId) ?? runs[0];
  showBadge(link, run);
  showFaults(state?.logs ?? []);
  showLogs();
  showChooser(runs, run);
  compared.show(runs);
  if (runsLink !== undefined) runsLink.hidden = runs.length < 2;
  for (const part of [...cards.sections, inside, figures, bar, stages, ending]) part.hidden = run === undefined;
  if (run === undefined) {
    headline.replaceChildren(state === undefined ? 'Waiting for the server' : emptyHeadline(state.phase));
    subline.replaceChildren('');
    return;
  }
  showRun(run);
}

function emptyHeadline(phase: string): string {
  return phase === 'ended' ? 'The logs contain no run' : 'No run has begun yet';
}

function showRun(run: RunView): void {
  const { state } = source;
  headline.replaceChildren(headlineOf(run));
  subline.replaceChildren(sublineOf(run));
  document.title = `${headlineOf(run)} · codefang`;
  bar.value = doneShare(run);
  bar.classList.toggle('done', run.status === 'done');
  const over = runEnding(run, state);
  if (over?.textContent !== ending.textContent) ending.replaceChildren(...(over === undefined ? [] : [over]));
  if (run === shownRun) return;
  shownRun = run;
  stages.replaceChildren(runStages(run));
  figures.replaceChildren(...runFigures(run));
  cards.show(run);
  slow.replaceChildren(...slowTables(run));
  innerFigures.replaceChildren(...internalFigures(run));
  innerTables.replaceChildren(...internalTables(run));
}

function headlineOf(run: RunView): string {
  const name = repositoryName(run);
  if (run.status !== 'open') return `${name}: ${run.status} in ${clockOf(run.durationMs)}`;
  if (source.state?.phase === 'ended') return `${name}: cut off at ${percent(doneShare(run))}`;
  const isTimed = run.leftMs !== null && run.stage === 'walk';
  return `${name}: ${percent(doneShare(run))} done${isTimed ? `, ${clockOf(run.leftMs!)} left` : ''}`;
}

function sublineOf(run: RunView): string {
  const began = new Date(run.startedAt).toISOString().slice(0, 19).replace('T', ' ');
  const head = run.head === '' ? '' : ` · head ${run.head.slice(0, 12)}`;
  const silentMs = Date.now() - run.lastAt;
  const isSilent = run.status === 'open' && source.state?.phase === 'live' && silentMs >= silenceMsMin;
  const silence = isSilent ? ` · no record for ${clockOf(silentMs)}: killed or stuck?` : '';
  const isCut = run.status === 'open' && source.state?.phase === 'ended';
  const end = isCut ? ' · its log has no end: the run was killed, or has not finished' : '';
  return `run ${run.id.slice(0, 8)} · began ${began} UTC${head}${silence}${end}`;
}

function showBadge(link: Link, run: RunView | undefined): void {
  // A server that has said its last may go; there is nothing to come back to.
  const isOver = source.state?.phase === 'ended' || (run !== undefined && run.status !== 'open');
  const [text, mood] =
    link === 'file'
      ? ['saved page', 'still']
      : isOver
        ? ['finished', 'still']
        : link === 'connected'
          ? ['live', 'live']
          : link === 'connecting'
            ? ['connecting', 'still']
            : ['connection lost, trying again', 'lost'];
  badge.className = `badge ${mood}`;
  badge.replaceChildren(text);
}

function showChooser(runs: readonly RunView[], chosen: RunView | undefined): void {
  chooser.hidden = runs.length < 2;
  const ids = runs.map(({ id }) => id).join('\n');
  if (chooser.dataset['ids'] !== ids) {
    chooser.dataset['ids'] = ids;
    chooser.replaceChildren(...runs.map((run) => element('option', { value: run.id }, runName(run))));
  }
  if (chosen !== undefined && document.activeElement !== chooser) chooser.value = chosen.id;
}

function showFaults(views: readonly LogView[]): void {
  const told = views.flatMap(({ name, faults: sentences }) => sentences.map((sentence) => `${name}: ${sentence}`));
  const shown = told.slice(0, 8);
  if (faults.dataset['told'] === shown.join('\n')) return;
  faults.dataset['told'] = shown.join('\n');
  faults.replaceChildren(...shown.map((sentence) => element('p', { class: 'warning' }, sentence)));
}

function showLogs(): void {
  const { state } = source;
  if (state === undefined) return;
  const lines = state.logs.map(({ name, recordCount, passedOverCount, notes }) => {
    const passed = passedOverCount === 0 ? '' : `, ${plural(passedOverCount, 'line', 'lines')} skipped`;
    return [`${name}: ${plural(recordCount, 'record', 'records')}${passed}`, ...notes].join(', ');
  });
  if (state.droppedLogCount > 0) lines.push(`${grouped(state.droppedLogCount)} more logs are not read`);
  if (state.droppedRunCount > 0) lines.push(`${grouped(state.droppedRunCount)} older runs are not shown`);
  const text = [`codefang ${state.version}`, ...lines].join(' · ');
  if (logs.textContent !== text) logs.replaceChildren(element('p', {}, text));
}
