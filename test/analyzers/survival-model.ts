/** Lines that were seen from an age on, in whole days, up to an age at which they died or were seen no longer. */
export interface ModelLife {
  readonly from: number;
  readonly to: number;
  readonly isDead: boolean;
  readonly lines: number;
}

export interface ModelCurve {
  share(age: number): number;
  atRisk(age: number): number;
}

/** Kaplan and Meier as slowly as the book has it: each age counts all lives anew. */
export function modelCurve(lives: readonly ModelLife[]): ModelCurve {
  const count = (wanted: (life: ModelLife) => boolean): number =>
    lives.filter(wanted).reduce((sum, { lines }) => sum + lines, 0);
  const atRisk = (age: number): number => count(({ from, to }) => from <= age && to >= age);
  const deathAges = [...new Set(lives.filter(({ isDead }) => isDead).map(({ to }) => to))].sort((a, b) => a - b);
  return {
    atRisk,
    share(age) {
      let share = 1;
      for (const at of deathAges.filter((one) => one <= age)) {
        share *= 1 - count(({ to, isDead }) => isDead && to === at) / atRisk(at);
      }
      return share;
    },
  };
}

/** Lines of one origin that came or went with a commit of the mainline; times in seconds. */
export interface ModelStep {
  readonly origin: string;
  /** The commit. */
  readonly at: string;
  readonly seconds: number;
  readonly lines: number;
}

/** Lives out of steps in the order of the mainline: what came and went of an origin with one commit is set off. */
export function livesOf(
  steps: readonly ModelStep[],
  alive: ReadonlyMap<string, number>,
  bornSeconds: (origin: string) => number,
  endSeconds: number,
): ModelLife[] {
  const days = (origin: string, seconds: number): number => Math.floor((seconds - bornSeconds(origin)) / 86_400);
  const nets = new Map<string, ModelStep>();
  for (const step of steps) {
    const key = `${step.origin} ${step.at}`;
    nets.set(key, { ...step, lines: step.lines + (nets.get(key)?.lines ?? 0) });
  }
  const lives: ModelLife[] = [];
  const waiting = new Map<string, { from: number; lines: number }[]>();
  for (const { origin, seconds, lines } of nets.values()) {
    const queue = waiting.get(origin) ?? [];
    waiting.set(origin, queue);
    const age = days(origin, seconds);
    if (lines > 0) queue.push({ from: age, lines });
    else lives.push(...takeLives(queue, -lines, age, true));
  }
  for (const [origin, lines] of alive) {
    lives.push(...takeLives(waiting.get(origin) ?? [], lines, days(origin, endSeconds), false));
  }
  if ([...waiting.values()].some((queue) => queue.some(({ lines }) => lines > 0))) throw new Error('Lines are lost');
  return lives;
}

function takeLives(queue: { from: number; lines: number }[], count: number, to: number, isDead: boolean): ModelLife[] {
  const lives: ModelLife[] = [];
  let left = count;
  for (const entry of queue) {
    const lines = Math.min(left, entry.lines);
    entry.lines -= lines;
    left -= lines;
    if (lines > 0) lives.push({ from: entry.from, to, isDead, lines });
  }
  if (left > 0) throw new Error(`${left} lines die that never came`);
  return lives;
}
