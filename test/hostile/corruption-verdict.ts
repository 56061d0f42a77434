import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse, CodefangError, openReport } from '../../analysis/index.ts';
import { LogReader, LogSummary, openByteSource } from '../../engine/logs/index.ts';
import type { Damage } from './corruption-damage.ts';
import type { CorruptionTarget } from './corruption-target.ts';

/**
 * `right` is the digest of the undamaged file, `named` a typed error, `read` an answer of a reader whose format has no
 * checksum. All others are findings.
 */
export type CorruptionOutcome = 'right' | 'named' | 'read' | 'wrong' | 'unnamed' | 'hang' | 'crash';

export interface CorruptionVerdict {
  readonly outcome: CorruptionOutcome;
  readonly message: string;
}

/** Codes by which damage may be named: what is wrong with the input, not with the program. */
const namingCodes: ReadonlySet<string> = new Set([
  'CORRUPT',
  'NOT_FOUND',
  'INCOMPLETE',
  'STATE',
  'IO',
  'USAGE',
  'BUDGET',
]);

/** Judges the damages of one target, one after the other, in this process. */
export class CorruptionBench {
  readonly #target: CorruptionTarget;
  readonly #stateDirectory: string | undefined;
  #digest = '';

  /** @param folder an empty one of its own */
  constructor(target: CorruptionTarget, folder: string) {
    this.#target = target;
    this.#stateDirectory = target.stateDirectory === undefined ? undefined : join(folder, 'state');
  }

  /** The file that is damaged. */
  get path(): string {
    return this.#stateDirectory === undefined ? this.#target.path : join(this.#stateDirectory, this.#target.path);
  }

  async prepare(): Promise<void> {
    this.#copyState();
    if (this.#target.judge !== 'log') this.#digest = await this.#read();
    this.#copyState();
  }

  /** Damages, reads, and puts everything back. */
  async judge(damage: Damage): Promise<CorruptionVerdict> {
    this.#copyState();
    const before = damage.files.map(([path]) => [path, readFileSync(path)] as const);
    for (const [path, bytes] of damage.files) replace(path, bytes);
    try {
      const digest = await this.#read();
      if (this.#target.judge === 'log') return { outcome: 'read', message: '' };
      return { outcome: digest === this.#digest ? 'right' : 'wrong', message: digest };
    } catch (error) {
      const isNamed = isNamingDamage(error, this.#target);
      return { outcome: isNamed ? 'named' : 'unnamed', message: isNamed ? error.code : String(stackOf(error)) };
    } finally {
      for (const [path, bytes] of before) replace(path, bytes);
    }
  }

  async #read(): Promise<string> {
    const { judge, path, repository, verify } = this.#target;
    if (judge === 'log') return readLog(path);
    if (judge === 'report') {
      await using report = await openReport(path);
      return await report.digest;
    }
    await using analysis = await analyse({
      repository,
      // The least that works, nearly: smaller buffers make faster runs.
      memoryBudget: '192MiB',
      workers: 0,
      verify,
      stateDirectory: this.#stateDirectory,
    });
    return await analysis.digest;
  }

  #copyState(): void {
    const { stateDirectory } = this.#target;
    if (stateDirectory === undefined) return;
    rmSync(this.#stateDirectory!, { recursive: true, force: true });
    cpSync(stateDirectory, this.#stateDirectory!, { recursive: true, preserveTimestamps: true });
  }
}

/** A stored report names its damage as a broken invariant: its digest is another. A run must not. */
function isNamingDamage(error: unknown, { judge }: CorruptionTarget): error is CodefangError {
  if (!(error instanceof CodefangError)) return false;
  return namingCodes.has(error.code) || (judge === 'report' && error.code === 'INVARIANT');
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A new file, since objects of git cannot be written to. */
function replace(path: string, bytes: Uint8Array): void {
  rmSync(path, { force: true });
  writeFileSync(path, bytes);
}

function readLog(path: string): string {
  const summary = new LogSummary(5, 'name');
  summary.addLog(new LogReader(openByteSource(path), { expects: 'chunk-record' }));
  return JSON.stringify([summary.events(), summary.spans(), summary.runs.length]);
}
