import type { RunStage, RunView } from '../../dashboard/dashboard-view.ts';
import { clockOf } from '../charts/said-size.ts';
import { element } from '../page/element.ts';

const stages: readonly (readonly [RunStage, string])[] = [
  ['survey', 'Read commits'],
  ['walk', 'Analyse changes'],
  ['report', 'Write report'],
];

/** The three stages of a run: which are over, which one it is at, and how long each took. */
export function runStages(run: RunView): HTMLElement {
  const reached = stages.findIndex(([stage]) => stage === run.stage);
  const items = stages.map(([stage, title], at) => {
    const isOver = at < reached || run.status === 'done';
    const isNow = at === reached && run.status === 'open';
    const took = tookMs(run, stage);
    const time = isOver && took > 0 ? clockOf(took) : isNow ? 'now' : '';
    return element(
      'li',
      { class: isOver ? 'over' : isNow ? 'now' : 'ahead', ...(isNow ? { 'aria-current': 'step' } : {}) },
      title,
      time === '' ? undefined : element('span', {}, time),
    );
  });
  return element('ol', { class: 'stages', 'aria-label': 'Stages of the run' }, ...items);
}

function tookMs({ phases }: RunView, stage: RunStage): number {
  return phases.reduce((sum, { name, durationMs }) => sum + (name === stage ? durationMs : 0), 0);
}
