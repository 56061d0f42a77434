import type { RunView, StageView } from '../../dashboard/dashboard-view.ts';
import { brief, grouped, percent, plural } from '../charts/said-number.ts';
import { bytesOf, clockOf } from '../charts/said-size.ts';
import { element } from '../page/element.ts';

interface FigureText {
  readonly label: string;
  readonly value: string;
  readonly detail: string;
  readonly mood?: 'watch' | 'alarm' | undefined;
}

const warningShare = 0.8;
const criticalShare = 0.9;

/** What a reader looks at first. */
export function runFigures(run: RunView): HTMLElement[] {
  return [progressFigure(run), timeFigure(run), memoryFigure(run), paceFigure(run)].map(figureElement);
}

/** What says something to whoever knows the engine. */
export function internalFigures(run: RunView): HTMLElement[] {
  return [bottleneckFigure(run), cacheFigure(run), planFigure(run), diskFigure(run)].map(figureElement);
}

/** The name of the repository: the last part of its path, with the one before where that says little. */
export function repositoryName({ repository, id }: RunView): string {
  const parts = repository.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '.git');
  const last = parts.at(-1);
  if (last === undefined) return repository === '' ? id.slice(0, 8) : repository;
  const isPlain = /^(repo|repository|source|src|code|project)$/.test(last);
  return isPlain ? parts.slice(-2).join('/') : last.replace(/\.git$/, '');
}

export function doneShare({ commits, commitsDone }: RunView): number {
  return commits > 0 ? Math.min(1, commitsDone / commits) : 0;
}

/** The stage that took longest, and its share of all of them. */
export function bottleneckOf({ stages }: RunView): { readonly stage: StageView; readonly share: number } | undefined {
  const total = stages.reduce((sum, { totalMs }) => sum + totalMs, 0);
  const stage = [...stages].sort((one, other) => other.totalMs - one.totalMs)[0];
  return stage === undefined || total === 0 ? undefined : { stage, share: stage.totalMs / total };
}

function progressFigure(run: RunView): FigureText {
  return {
    label: 'Progress',
    value: run.commits === 0 ? '–' : percent(doneShare(run)),
    detail: `${grouped(run.commitsDone)} of ${plural(run.commits, 'commit', 'commits')}`,
  };
}

function timeFigure(run: RunView): FigureText {
  if (run.status !== 'open') return { label: 'Time', value: clockOf(run.durationMs), detail: 'from start to end' };
  const value = run.leftMs === null || run.stage === 'report' ? '–' : clockOf(run.leftMs);
  const rest = run.stage === 'report' ? 'the report is being written' : `after ${clockOf(run.durationMs)}`;
  return { label: 'Time left', value, detail: rest };
}

function paceFigure(run: RunView): FigureText {
  const pace = run.commitsPerSecond;
  const workers = run.workers === 0 ? 'on one thread' : `with ${plural(run.workers, 'worker', 'workers')}`;
  return { label: 'Speed', value: pace === null ? '–' : `${brief(pace)}/s`, detail: `commits, ${workers}` };
}

function memoryFigure(run: RunView): FigureText {
  const { budgetBytes, rssPeakBytes, rssBytes } = run;
  const share = budgetBytes > 0 ? rssPeakBytes / budgetBytes : 0;
  const of = budgetBytes > 0 ? `${percent(share)} of ${bytesOf(budgetBytes)}` : 'no budget';
  return {
    label: 'Peak memory',
    value: bytesOf(rssPeakBytes),
    detail: `${of}; ${bytesOf(rssBytes)} ${run.status === 'open' ? 'now' : 'last'}`,
    mood: share >= criticalShare ? 'alarm' : share >= warningShare ? 'watch' : undefined,
  };
}

function bottleneckFigure(run: RunView): FigureText {
  const found = bottleneckOf(run);
  if (found === undefined) return { label: 'Bottleneck', value: '–', detail: 'no times of stages yet' };
  return { label: 'Bottleneck', value: found.stage.name, detail: `${percent(found.share)} of the time` };
}

function cacheFigure({ cacheHits, cacheMisses }: RunView): FigureText {
  const reads = cacheHits + cacheMisses;
  const value = reads === 0 ? '–' : percent(cacheHits / reads);
  return { label: 'Cache hits', value, detail: `of ${brief(reads)} reads of delta bases` };
}

function planFigure(run: RunView): FigureText {
  const error = run.leftError === null ? '' : `; times were off by ${percent(run.leftError)} on average`;
  return {
    label: 'Chunks',
    value: `${grouped(run.chunksDone)} of ${grouped(Math.max(run.chunksPlanned, run.chunksDone))}`,
    detail: `replanned ${plural(run.replanCount, 'time', 'times')}${error}`,
  };
}

function diskFigure(run: RunView): FigureText {
  const resumed = run.resumedChunk === null ? '' : `; resumed at chunk ${run.resumedChunk + 1}`;
  return {
    label: 'To disk',
    value: bytesOf(run.hibernatedBytes + run.spilledBytes),
    detail: `${run.checkpointCount === 0 ? 'no checkpoint' : checkpointText(run)}${resumed}`,
  };
}

function checkpointText({ checkpointCount, checkpointMs }: RunView): string {
  return `${plural(checkpointCount, 'checkpoint', 'checkpoints')} in ${clockOf(checkpointMs)}`;
}

function figureElement({ label, value, detail, mood }: FigureText): HTMLElement {
  return element(
    'div',
    { class: mood === undefined ? 'figure' : `figure ${mood}` },
    element('span', { class: 'label' }, label),
    element('strong', {}, value),
    element('span', { class: 'detail' }, detail),
  );
}
