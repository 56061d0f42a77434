import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCheckpoint } from '../../engine/checkpoint/checkpoint-record.ts';
import { faultVariable, type PlannedFault } from '../support/fault-preload.ts';
import type { GitFixture } from '../support/git-fixture.ts';
import { randomFrom } from '../support/random.ts';
import { makeChaosRepository, type Shape } from './chaos-repository.ts';

export interface ChaosOptions {
  /** Kills that must land; a run that ends before its kill does not count. */
  readonly kills: number;
  readonly seed: number;
  readonly shapes: readonly Shape[];
  readonly onLine: (line: string) => void;
}

export interface ChaosSum {
  readonly kills: number;
  readonly killsAtCalls: number;
  readonly runs: number;
  /** Runs to the end that went on from a checkpoint, and those that had to begin again. */
  readonly resumed: number;
  readonly afresh: number;
}

const main = fileURLToPath(new URL('../../cmd/main.js', import.meta.url));
const preload = new URL('../support/fault-preload.js', import.meta.url).href;

/** Calls of the system around which a run must be able to die. */
const namedPoints: readonly Pick<PlannedFault, 'calls' | 'path'>[] = [
  { calls: ['renameSync'], path: 'manifest-' },
  { calls: ['openSync', 'writeSync'], path: 'manifest-' },
  { calls: ['linkSync', 'renameSync'], path: '/data/|spill' },
  { calls: ['fsyncSync', 'fsync'], path: '' },
  { calls: ['unlinkSync', 'rmSync'], path: 'state|spill' },
  { calls: ['openSync', 'writeSync', 'renameSync'], path: '/out' },
  { calls: ['linkSync', 'openSync', 'rmSync'], path: '/lock' },
  { calls: ['mkdirSync', 'rmdirSync'], path: '' },
  { calls: ['writeSync'], path: '\\.(?:run|seg)' },
];

/**
 * Kills runs at random instants and at named calls, goes on until each history is done, and holds the digest
 * against that of a run that nobody disturbed. @throws {Error} naming seed, shape and episode
 */
export async function runChaos({ kills, seed, shapes, onLine }: ChaosOptions): Promise<ChaosSum> {
  const sum = { kills: 0, killsAtCalls: 0, runs: 0, resumed: 0, afresh: 0 };
  for (const [at, shape] of shapes.entries()) {
    const share = Math.ceil((kills * (at + 1)) / shapes.length);
    const random = randomFrom(seed * 31 + at);
    using fixture = makeChaosRepository(shape, seed);
    const arena = new Arena(shape, seed, fixture, random);
    await arena.measure();
    for (let episode = 1; sum.kills < share; episode += 1) await arena.episode(episode, share - sum.kills, sum);
    onLine(`${shape.name}: ${sum.kills} kills of ${kills}, ${sum.runs} runs, every digest right`);
    arena.dispose();
  }
  return sum;
}

type MutableSum = { -readonly [Key in keyof ChaosSum]: ChaosSum[Key] };

interface Ended {
  readonly status: number | null;
  readonly isKilled: boolean;
  readonly said: string;
  readonly ms: number;
}

class Arena {
  readonly #shape: Shape;
  readonly #seed: number;
  readonly #fixture: GitFixture;
  readonly #random: () => number;
  readonly #folder: string = mkdtempSync(join(tmpdir(), 'codefang-chaos-'));
  #digest = '';
  #usualMs = 0;

  constructor(shape: Shape, seed: number, fixture: GitFixture, random: () => number) {
    this.#shape = shape;
    this.#seed = seed;
    this.#fixture = fixture;
    this.#random = random;
  }

  async measure(): Promise<void> {
    this.#begin();
    const plain = await this.#run(['--no-resume'], undefined, Number.POSITIVE_INFINITY);
    if (plain.status !== 0) throw this.#broken(0, `it fails undisturbed: ${plain.said}`);
    this.#digest = this.#digestOf();
    this.#usualMs = (await this.#run(['--checkpoint-every', '50ms'], undefined, Number.POSITIVE_INFINITY)).ms;
    this.#check(0);
  }

  /** Kills a few runs on one state directory, then lets one come to its end. */
  async episode(number: number, killsLeft: number, sum: MutableSum): Promise<void> {
    this.#begin();
    const killCount = Math.min(killsLeft, 1 + this.#below(6));
    for (let kill = 0; kill < killCount; kill += 1) {
      // At times the history has grown by the next run.
      const flags = [...this.#pickFlags(), ...(kill === 0 && this.#below(3) === 0 ? ['--rev', 'main~40'] : [])];
      const fault = this.#below(3) === 0 ? this.#pickFault() : undefined;
      const delayMs = fault === undefined ? this.#random() * 1.1 * this.#usualMs : Number.POSITIVE_INFINITY;
      const ended = await this.#run(flags, fault, delayMs);
      sum.runs += 1;
      if (ended.isKilled) sum.kills += 1;
      if (ended.isKilled && fault !== undefined) sum.killsAtCalls += 1;
      if (!ended.isKilled && ended.status !== 0) throw this.#broken(number, `exit ${ended.status}: ${ended.said}`);
    }
    const last = await this.#run(this.#pickFlags(), undefined, Number.POSITIVE_INFINITY);
    sum.runs += 1;
    if (last.status !== 0) throw this.#broken(number, `exit ${last.status}: ${last.said}`);
    if (/damaged|checksum|Cannot use|it was cut/.test(last.said)) throw this.#broken(number, last.said);
    if (last.said.includes('Resuming at commit')) sum.resumed += 1;
    else sum.afresh += 1;
    this.#check(number);
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #begin(): void {
    rmSync(this.#folder, { recursive: true, force: true });
    for (const name of ['state', 'spill']) mkdirSync(join(this.#folder, name), { recursive: true });
  }

  #pickFlags(): string[] {
    const every = ['20ms', '100ms', '30s'][this.#below(3)]!;
    const budget = ['0', '256MiB'][this.#below(2)]!;
    return ['--checkpoint-every', every, '--workers', String(this.#below(3)), '--memory-budget', budget];
  }

  #pickFault(): PlannedFault {
    const point = namedPoints[this.#below(namedPoints.length)]!;
    return { ...point, after: this.#below(this.#below(2) === 0 ? 4 : 60), what: 'die', thread: 'main' };
  }

  /** Runs the program; SIGKILL comes after so long, if it still runs then. */
  async #run(flags: readonly string[], fault: PlannedFault | undefined, delayMs: number): Promise<Ended> {
    const startedAt = performance.now();
    const places = ['--state-dir', join(this.#folder, 'state'), '--spill-dir', join(this.#folder, 'spill')];
    const words = [main, 'run', '--format', 'json', '-o', join(this.#folder, 'out'), ...places, ...flags];
    const loaded = fault === undefined ? [] : ['--import', preload];
    const child = spawn(process.execPath, [...loaded, ...words, this.#fixture.path], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...(fault !== undefined && { [faultVariable]: JSON.stringify(fault) }) },
    });
    const timer = Number.isFinite(delayMs) ? setTimeout(() => void child.kill('SIGKILL'), delayMs) : undefined;
    const ended = await endOf(child);
    clearTimeout(timer);
    return { ...ended, ms: performance.now() - startedAt };
  }

  /** The digest is right, and nothing is left but what manifests name. */
  #check(episode: number): void {
    const found = this.#digestOf();
    if (found !== this.#digest) throw this.#broken(episode, `the digest is ${found}, expected ${this.#digest}`);
    const left = [...readdirSync(join(this.#folder, 'spill')), ...strays(join(this.#folder, 'state'))];
    const outs = readdirSync(this.#folder).filter((name) => !['state', 'spill', 'out'].includes(name));
    if (left.length + outs.length > 0) throw this.#broken(episode, `it left ${[...left, ...outs].join(', ')}`);
  }

  #digestOf(): string {
    return (JSON.parse(readFileSync(join(this.#folder, 'out'), 'utf8')) as { readonly digest: string }).digest;
  }

  #broken(episode: number, state: string): Error {
    return new Error(`Broken with --seed ${this.#seed}, shape "${this.#shape.name}", episode ${episode}: ${state}`);
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}

/** Files of a state directory that no manifest names. */
function strays(state: string): string[] {
  const entries = readdirSync(state, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  const named = new Set<string>();
  for (const path of paths.filter((one) => /manifest-\d+$/.test(one))) {
    const read = readCheckpoint(path);
    if (typeof read === 'string') continue;
    named.add(path);
    for (const { name } of read.files) named.add(join(path, '..', 'data', name));
  }
  return paths.filter((path) => !named.has(path) && !path.endsWith('.graph'));
}

function endOf(child: ChildProcess): Promise<Omit<Ended, 'ms'>> {
  let said = '';
  child.stderr!.on('data', (bytes: Buffer) => (said += bytes.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, isKilled: signal === 'SIGKILL', said }));
  });
}
