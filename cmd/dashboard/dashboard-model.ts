import { logField, type LogReader } from '../../engine/index.ts';
import { LoggedFields } from './logged-fields.ts';
import { RunModel } from './run-model.ts';

/** Of more runs the one that was silent longest is given up. */
export const runCountMax = 24;

const spanEvent = Buffer.from('span');

/**
 * The runs in the logs. A record belongs to the run of its id, whichever log it is in, so a
 * rotated log goes on where the one before it ended. BOUNDED BY: 24 runs of about 200 KiB.
 */
export class DashboardModel {
  readonly #runs = new Map<string, RunModel>();
  droppedRunCount = 0;
  /** Grows when runs come or go. */
  runsRevision = 0;

  /** Newest first, by what was written last; of equal ones the one that came later. */
  runs(): RunModel[] {
    return [...this.#runs.values()].reverse().sort((one, other) => other.lastAt - one.lastAt);
  }

  run(id: string): RunModel | undefined {
    return this.#runs.get(id);
  }

  /** Takes the record that the reader stands on. */
  take(reader: LogReader): void {
    const { scanner, time } = reader;
    const id = scanner.text(logField.runId);
    if (id === undefined) return;
    if (scanner.isText(logField.event, spanEvent)) {
      const name = scanner.text(logField.name) ?? '';
      const durationMs = finite(scanner.number(logField.durationMs));
      const isRoot = !(scanner.number(logField.parentId) >= 0);
      this.#runOf(id).addSpan(name, time, durationMs, isRoot, () => new LoggedFields(reader.record()));
      return;
    }
    const event = scanner.text(logField.event) ?? '';
    const run = event === 'run_started' ? this.#begun(id) : this.#runOf(id);
    run.add(event, time, new LoggedFields(reader.record()));
  }

  #begun(id: string): RunModel {
    // The same run from its start again: its log was truncated and rewritten, or read twice.
    if (this.#runs.get(id)?.hasStarted === true) this.#runs.delete(id);
    return this.#runOf(id);
  }

  #runOf(id: string): RunModel {
    const known = this.#runs.get(id);
    if (known !== undefined) return known;
    if (this.#runs.size === runCountMax) this.#dropOldest();
    const made = new RunModel(id);
    this.#runs.set(id, made);
    this.runsRevision += 1;
    return made;
  }

  #dropOldest(): void {
    let oldestId = '';
    let oldestAt = Number.POSITIVE_INFINITY;
    for (const [id, { lastAt }] of this.#runs) {
      if (lastAt >= oldestAt) continue;
      oldestId = id;
      oldestAt = lastAt;
    }
    this.#runs.delete(oldestId);
    this.droppedRunCount += 1;
    this.runsRevision += 1;
  }
}

function finite(value: number): number {
  return Number.isFinite(value) && value > 0 ? value : 0;
}
