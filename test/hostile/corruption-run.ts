import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomFrom } from '../support/random.ts';
import type { CorruptionNews, CorruptionOrder } from './corruption-child.ts';
import { damagesOf } from './corruption-damage.ts';
import { CorruptionSubjects } from './corruption-subjects.ts';
import type { CorruptionTarget } from './corruption-target.ts';
import type { CorruptionOutcome } from './corruption-verdict.ts';

export interface CorruptionOptions {
  readonly cases: number;
  readonly seed: number;
  /** Files of which names are damaged; default all. */
  readonly names?: RegExp;
  readonly onLine: (line: string) => void;
  /** Called when all files of a name are judged. */
  readonly onRow?: (row: CorruptionRow) => void;
}

/** The sum over all files of one name. */
export interface CorruptionRow {
  readonly name: string;
  readonly cases: number;
  readonly outcomes: Readonly<Partial<Record<CorruptionOutcome, number>>>;
}

/** A case that did not end as it should. */
export interface CorruptionFinding {
  readonly name: string;
  readonly words: string;
  readonly outcome: CorruptionOutcome;
  readonly message: string;
}

export interface CorruptionSum {
  readonly rows: readonly CorruptionRow[];
  readonly findings: readonly CorruptionFinding[];
}

const child = fileURLToPath(new URL('./corruption-child.js', import.meta.url));
/** A case takes some milliseconds. */
const hangingMs = 60_000;
const good: ReadonlySet<CorruptionOutcome> = new Set(['right', 'named', 'read']);

/** Damages small repositories in so many ways and judges each. The same seed makes the same cases. */
export async function runCorruption(options: CorruptionOptions): Promise<CorruptionSum> {
  const { cases, seed, names = /./, onLine, onRow = () => {} } = options;
  using subjects = await CorruptionSubjects.make(seed);
  const targets = subjects.targets.filter(({ name }) => names.test(name));
  const counts = targets.map((target) => damagesOf(target, pathOf(target), seed).count);
  const shares = sharesOf(targets, counts, cases);
  const rows = new Map<string, { cases: number; outcomes: Partial<Record<CorruptionOutcome, number>> }>();
  const findings: CorruptionFinding[] = [];
  for (const [at, target] of targets.entries()) {
    const row = rows.get(target.name) ?? { cases: 0, outcomes: {} };
    rows.set(target.name, row);
    const nths = chosen(counts[at]!, shares[at]!, randomFrom(seed * 7919 + at));
    await judgeTarget({ target, nths, seed }, (words, outcome, message) => {
      row.cases += 1;
      row.outcomes[outcome] = (row.outcomes[outcome] ?? 0) + 1;
      if (good.has(outcome)) return;
      findings.push({ name: target.name, words, outcome, message });
      onLine(`FOUND ${outcome}: ${target.name}, ${words}: ${message}`);
    });
    if (targets[at + 1]?.name === target.name) continue;
    onLine(`${target.name}: ${row.cases} ${JSON.stringify(row.outcomes)}`);
    onRow({ name: target.name, ...row });
  }
  return { rows: [...rows].map(([name, row]) => ({ name, ...row })), findings };
}

function pathOf({ path, stateDirectory }: CorruptionTarget): string {
  return stateDirectory === undefined ? path : join(stateDirectory, path);
}

/** So many cases of each, by the size of their files; of aimed ones all, and more of what is quick. */
function sharesOf(targets: readonly CorruptionTarget[], counts: readonly number[], cases: number): number[] {
  const weights = counts.map((count, at) => {
    const { damage, judge } = targets[at]!;
    return count * (damage === 'bytes' ? (judge === 'report' ? 3 : 1) : 18);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight, at) => Math.min(counts[at]!, Math.max(1, Math.round((weight * cases) / sum))));
}

/** The first of a list where it is mostly taken, which are all bytes and cuts; else places spread over it. */
function chosen(count: number, share: number, random: () => number): number[] {
  const whole = Math.floor((count * 2) / 9);
  if (share >= whole) return Array.from({ length: share }, (_, nth) => nth);
  const stride = count / share;
  return Array.from({ length: share }, (_, nth) => Math.floor((nth + random()) * stride));
}

type Tell = (words: string, outcome: CorruptionOutcome, message: string) => void;

/** A child after the other: each goes on behind the case that ended the one before it. */
async function judgeTarget(order: Omit<CorruptionOrder, 'folder'>, tell: Tell): Promise<void> {
  let { nths } = order;
  while (nths.length > 0) {
    const folder = mkdtempSync(join(tmpdir(), 'codefang-corrupt-'));
    const kept = keepFiles(order.target);
    const judged = await judgeInChild({ ...order, nths, folder }, tell);
    rmSync(folder, { recursive: true, force: true });
    kept();
    nths = nths.slice(judged);
  }
}

/** Puts a pack and its index back as they were, should a child have ended between damage and repair. */
function keepFiles(target: CorruptionTarget): () => void {
  const paths = [pathOf(target), ...(target.damage === 'distances' ? [target.path.replace(/pack$/, 'idx')] : [])];
  const contents = paths.map((path) => [path, readFileSync(path)] as const);
  return () => {
    for (const [path, bytes] of contents) {
      rmSync(path, { force: true });
      writeFileSync(path, bytes);
    }
  };
}

/** How many cases came to an end, whether by a verdict or by the end of the child. */
function judgeInChild(order: CorruptionOrder, tell: Tell): Promise<number> {
  const process = fork(child, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let judged = 0;
  let current: string | undefined;
  let said = '';
  let isHanging = false;
  const hang = (): void => {
    isHanging = true;
    process.kill('SIGKILL');
  };
  let timer = setTimeout(hang, hangingMs);
  process.stderr!.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(-2000)));
  process.on('message', ({ words, verdict }: CorruptionNews) => {
    clearTimeout(timer);
    timer = setTimeout(hang, hangingMs);
    current = verdict === undefined ? words : undefined;
    if (verdict === undefined) return;
    judged += 1;
    tell(words, verdict.outcome, verdict.message);
  });
  process.send(order);
  return new Promise((resolve, reject) => {
    process.on('error', reject);
    process.on('close', () => {
      clearTimeout(timer);
      if (current !== undefined) tell(current, isHanging ? 'hang' : 'crash', said);
      else if (judged < order.nths.length) return reject(new Error(`A child ended before its cases: ${said}`));
      resolve(current === undefined ? judged : judged + 1);
    });
  });
}
