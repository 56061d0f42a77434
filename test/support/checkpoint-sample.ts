import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ByteInterner } from '../../engine/base/index.ts';
import { changeKind, type PartShape } from '../../engine/contract.ts';
import { FileIdentity } from '../../engine/history/index.ts';
import type { Checkpoint } from '../../engine/checkpoint/checkpoint-record.ts';
import { CheckpointStore } from '../../engine/checkpoint/checkpoint-store.ts';
import { IdentityLog } from '../../engine/state/identity-log.ts';
import { PathLog } from '../../engine/state/path-log.ts';
import {
  FactTable,
  FrameBuffers,
  PartStore,
  type RecordValue,
  type SortedRunStore,
  SpillFiles,
} from '../../engine/spill/index.ts';

/*
 * A checkpoint with one file of every kind, independent of what analyzers keep: it is stored once for each
 * format version, so that a later program is held to reading them.
 *
 *   node dist/test/support/checkpoint-sample.js DIR      writes the sample in the format of this program
 */

export const sampleFields = { tool: 'sample', renames: 'exact' } as const;
/** Shared, as each set is large. */
const buffers = new FrameBuffers();
const about = { path: 'sample', repository: 'sha1 sample', head: 'head', commits: 20 };
export const sampleKeys = ['sha1 sample', 'options'] as const;

/** Two checkpoints, at places 10 and 20, as a run would leave them. */
export function writeSample(stateDirectory: string): void {
  const spillPath = join(stateDirectory, 'spill');
  const store = new CheckpointStore(stateDirectory, ...sampleKeys);
  store.open();
  const sample = new Sample(new SpillFiles({ path: spillPath, buffers }));
  for (const place of [10, 20]) {
    sample.fold(place - 10, place);
    const at = { walk: `walk ${place}`, nextPlace: place, chunkIndex: place / 10 };
    store.save({ fields: sampleFields, about, ...at, state: sample.manifest() }, sample.files);
  }
  store.close();
  rmSync(spillPath, { recursive: true });
}

/** What a checkpoint of the sample holds, as text. */
export function readSample(store: CheckpointStore, checkpoint: Checkpoint, spillPath: string): string[] {
  const sample = new Sample(new SpillFiles({ path: spillPath, buffers }));
  store.lend(checkpoint, sample.files);
  sample.restore(checkpoint.state);
  return sample.describe();
}

/** The same for a sample that never left memory. */
export function expectedSample(spillPath: string, place: number): string[] {
  const sample = new Sample(new SpillFiles({ path: spillPath, buffers }));
  sample.fold(0, place);
  return sample.describe();
}

const shape: PartShape<{ text: string }> = {
  create: () => ({ text: '' }),
  encode: (part) => Buffer.from(part.text),
  decode: (bytes) => ({ text: Buffer.from(bytes).toString() }),
  weigh: (part) => part.text.length,
};

class Sample {
  readonly files: SpillFiles;
  readonly #facts: FactTable;
  readonly #parts: PartStore<{ text: string }>;
  readonly #paths = new ByteInterner();
  #identity = new FileIdentity();
  readonly #pathLog: PathLog;
  readonly #identityLog: IdentityLog;

  constructor(files: SpillFiles) {
    this.files = files;
    const spillTo: SortedRunStore = files;
    const columns = [
      { name: 'added', fold: 'sum' },
      { name: 'last', fold: 'max' },
    ] as const;
    this.#facts = new FactTable({ name: 'facts', keyCount: 2, columns, bytesMax: 32_768, spillTo });
    this.#parts = new PartStore({ name: 'parts', shape, bytesMax: 65_536, spillTo });
    this.#pathLog = new PathLog(this.#paths, files);
    this.#identityLog = new IdentityLog(files);
  }

  fold(start: number, end: number): void {
    for (let place = start; place < end; place += 1) {
      const path = Buffer.from(`src/file-${place % 7}.c`);
      const pathId = this.#paths.intern(path, 0, path.length);
      const file = this.#identity.observe(changeKind.modified, pathId, pathId);
      this.#facts.add(place % 5, file, 0, place, place);
      this.#parts.get(place % 3, 'write').text += `line ${place}\n`.repeat(20);
    }
  }

  manifest(): RecordValue {
    this.#parts.hibernate('keep');
    this.#facts.flush();
    return {
      paths: this.#pathLog.save(),
      identity: this.#identityLog.save(this.#identity, this.#paths.count),
      facts: this.#facts.manifest(),
      parts: this.#parts.manifest(),
    };
  }

  restore(state: RecordValue): void {
    const { paths, identity, facts, parts } = state as unknown as SavedSample;
    this.#pathLog.restore(paths);
    this.#identity = this.#identityLog.restore(identity);
    this.#facts.restore(facts, 'size');
    this.#parts.restore(parts, 'size');
  }

  describe(): string[] {
    const lines = Array.from({ length: this.#paths.count }, (_, id) => {
      return `${this.#paths.textOf(id)} is file ${this.#identity.fileOf(id)}`;
    });
    const cursor = this.#facts.scan();
    while (cursor.next()) lines.push(`${cursor.a} ${cursor.b}: ${cursor.value(0)} ${cursor.value(1)}`);
    for (const id of this.#parts.ids()) lines.push(`${id} ${this.#parts.get(id, 'read').text}`);
    return lines;
  }
}

interface SavedSample {
  readonly paths: { readonly count: number; readonly names: readonly string[] };
  readonly identity: string;
  readonly facts: RecordValue;
  readonly parts: RecordValue;
}

const [, script, directory] = process.argv;
if (script !== undefined && import.meta.url === pathToFileURL(script).href) writeSample(directory!);
