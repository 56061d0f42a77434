import { listenToFs, systemError } from '../../support/faulty-fs.ts';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Checkpoint } from '../../../engine/checkpoint/checkpoint-record.ts';
import { CheckpointStore } from '../../../engine/checkpoint/checkpoint-store.ts';
import { packRecord, SpillFiles } from '../../../engine/spill/index.ts';
import { ScratchDirectory } from '../spill/scratch.ts';

const fields = { tool: '1', renames: 'exact' };
const about = { path: 'repo', repository: 'sha1 ab', head: 'cd', commits: 900 };
const walkAt = (place: number): string | undefined => (place > 900 ? undefined : `walk ${place}`);

/** A store and the spill of a run, in one scratch directory. */
class Bench implements Disposable {
  readonly scratch = new ScratchDirectory();
  readonly spill = new SpillFiles({ path: this.scratch.file('spill') });
  store = this.makeStore();
  readonly reasons: string[] = [];

  makeStore(): CheckpointStore {
    return new CheckpointStore(this.scratch.file('state'), 'repository', 'options');
  }

  /** A published file of the run. */
  write(text: string): string {
    const pending = this.spill.begin('table', 'run');
    pending.file.append(Buffer.from(text));
    pending.publish();
    pending.file.close();
    return pending.name;
  }

  save(nextPlace: number, state: string, walk = `walk ${nextPlace}`): number {
    return this.store.save({ fields, about, walk, nextPlace, chunkIndex: 3, state: { state } }, this.spill);
  }

  candidates(wanted: Record<string, string> = fields): Checkpoint[] {
    this.reasons.length = 0;
    return Array.from(this.store.candidates(wanted, walkAt, (reason) => this.reasons.push(reason)));
  }

  places(): number[] {
    return this.candidates().map(({ nextPlace }) => nextPlace);
  }

  /** Lends a checkpoint to a new run; returns the bytes of its files. */
  lend(checkpoint: Checkpoint): Map<string, string> {
    const path = this.scratch.file(`lent-${readdirSync(this.scratch.path).length}`);
    const spill = new SpillFiles({ path });
    this.store.lend(checkpoint, spill);
    return new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));
  }

  get dataNames(): string[] {
    return readdirSync(join(this.store.path, 'data')).toSorted();
  }

  get manifestNames(): string[] {
    return readdirSync(this.store.path)
      .filter((name) => name.startsWith('manifest-'))
      .toSorted();
  }

  [Symbol.dispose](): void {
    this.scratch[Symbol.dispose]();
  }
}

describe('CheckpointStore, saving and taking over', () => {
  test('candidates, give back what was saved, the one furthest along the walk first', () => {
    using bench = new Bench();
    expect(bench.store.open()).toBe(true);
    expect(bench.places()).toEqual([]);
    const name = bench.write('one');
    expect(bench.save(100, 'early')).toBe(3);
    bench.write('three');
    expect(bench.save(200, 'late')).toBe(8);
    const [late, early] = bench.candidates();
    expect(late).toMatchObject({ fields, walk: 'walk 200', nextPlace: 200, chunkIndex: 3, state: { state: 'late' } });
    expect(early).toMatchObject({ nextPlace: 100, files: [{ name, size: 3 }] });
    expect(bench.reasons).toEqual([]);
  });

  test('lend, brings the files of a checkpoint, also those that the run let go of since', () => {
    using bench = new Bench();
    bench.store.open();
    const name = bench.write('one');
    bench.save(100, 'early');
    bench.spill.release(name);
    const next = bench.write('two');
    bench.save(200, 'late');
    const [late, early] = bench.candidates();
    expect(bench.lend(early!)).toEqual(new Map([[name, 'one']]));
    expect(bench.lend(late!)).toEqual(new Map([[next, 'two']]));
  });

  test('lend, survives the removal of the spill that a checkpoint came from', () => {
    using bench = new Bench();
    bench.store.open();
    const name = bench.write('kept');
    bench.save(100, 'x');
    rmSync(bench.spill.path, { recursive: true });
    expect(bench.lend(bench.candidates()[0]!).get(name)).toBe('kept');
  });

  test('save, follows files that grow, and the size of each checkpoint stays its own', () => {
    using bench = new Bench();
    bench.store.open();
    const pending = bench.spill.begin('part', 'seg');
    pending.file.append(Buffer.from('12345'));
    pending.publish();
    bench.save(100, 'early');
    pending.file.append(Buffer.from('678'));
    bench.spill.grew(pending.name);
    bench.save(200, 'late');
    pending.file.close();
    expect(bench.candidates().map(({ files }) => files[0]!.size)).toEqual([8, 5]);
    expect(bench.lend(bench.candidates()[0]!).get(pending.name)).toBe('12345678');
  });

  test('save, has the checkpoint before it on the disk, with all bytes that files grew by', () => {
    using bench = new Bench();
    bench.store.open();
    const pending = bench.spill.begin('part', 'seg');
    pending.file.append(Buffer.from('12345'));
    pending.publish();
    bench.save(100, 'early');
    for (const [text, end] of [
      ['678', 'save'],
      ['9', 'settle'],
    ] as const) {
      pending.file.append(Buffer.from(text));
      bench.spill.grew(pending.name);
      bench.save(200, text);
      const manifest = bench.manifestNames.at(-1)!;
      const synced = callsDuring(() => void (end === 'save' ? bench.save(300, text) : bench.store.settle()));
      const next = synced.findIndex((call) => call.startsWith('renameSync manifest-'));
      for (const name of [join('data', pending.name), manifest, 'data']) {
        const place = synced.indexOf(`fsyncSync ${name}`);
        expect(place, name).toBeGreaterThanOrEqual(0);
        if (end === 'save') expect(place, name).toBeLessThan(next);
      }
    }
    // What did not change is not touched again.
    const idle = callsDuring(() => void bench.save(300, 'same'));
    expect(idle.filter((call) => call.includes(pending.name) && !call.startsWith('stat'))).toEqual([]);
    pending.file.close();

    function callsDuring(work: () => void): string[] {
      const calls: string[] = [];
      listenToFs(({ name, path }) => void calls.push(`${name} ${path.replace(`${bench.store.path}/`, '')}`));
      work();
      listenToFs(undefined);
      return calls;
    }
  });

  test('save and lend, copy where nothing can be linked, and only what is new or grew', () => {
    using bench = new Bench();
    bench.store.open();
    const copies: string[] = [];
    listenToFs((call) => {
      if (call.name === 'linkSync') throw systemError('EXDEV', call);
      if (call.name === 'copyFileSync') copies.push(call.path);
    });
    const name = bench.write('kept');
    const pending = bench.spill.begin('part', 'seg');
    pending.file.append(Buffer.from('12345'));
    pending.publish();
    bench.save(100, 'early');
    expect(copies.splice(0)).toHaveLength(2);
    bench.save(150, 'same');
    expect(copies.splice(0)).toEqual([]);
    pending.file.append(Buffer.from('678'));
    bench.spill.grew(pending.name);
    bench.save(200, 'late');
    expect(copies.splice(0)).toEqual([join(bench.spill.path, pending.name)]);
    rmSync(bench.spill.path, { recursive: true });
    pending.file.close();
    const lent = bench.candidates().map((checkpoint) => bench.lend(checkpoint));
    expect(lent.map((files) => [files.get(name), files.get(pending.name)])).toEqual([
      ['kept', '12345678'],
      ['kept', '12345678'],
    ]);
    listenToFs(undefined);
  });

  test('save, over two file systems as they are', (context) => {
    using bench = new Bench();
    const other = sharedMemory();
    if (other === undefined || statSync(other).dev === statSync(bench.scratch.path).dev) {
      context.skip('there is no second file system at /dev/shm');
      return;
    }
    const path = mkdtempSync(join(other, 'codefang-test-'));
    bench.store = new CheckpointStore(path, 'repository', 'options');
    bench.store.open();
    const name = bench.write('far');
    bench.save(100, 'x');
    rmSync(bench.spill.path, { recursive: true });
    expect(bench.lend(bench.candidates()[0]!).get(name)).toBe('far');
    rmSync(path, { recursive: true });
  });

  test('save, keeps older states within bytes, and the two newest in any case', () => {
    for (const [bytesMax, expected] of [
      [1_000_000, [2000, 1999, 1500, 800]],
      [350, [2000, 1999, 1500]],
      [1, [2000, 1999]],
    ] as const) {
      using bench = new Bench();
      bench.store = new CheckpointStore(bench.scratch.file('state'), 'repository', 'options', bytesMax);
      bench.store.open();
      for (const place of [800, 1500, 1999, 2000]) {
        const name = bench.write('x'.repeat(100));
        bench.save(place, 'x');
        bench.spill.release(name);
      }
      expect(bench.manifestNames).toHaveLength(expected.length);
      const places = bench.store.candidates(
        fields,
        (place) => `walk ${place}`,
        (reason) => expect(reason).toBe(''),
      );
      expect(Array.from(places, ({ nextPlace }) => nextPlace)).toEqual(expected);
      expect(bench.dataNames).toHaveLength(expected.length);
    }
  });

  test('open, removes what a killed run left: data that nothing names and half a manifest', () => {
    using bench = new Bench();
    bench.store.open();
    const name = bench.write('x');
    bench.save(100, 'x');
    bench.store.close();
    for (const stray of ['manifest-2.tmp-77', 'data/table-aa-1.run', 'data/table-aa-2.run.tmp-77']) {
      writeFileSync(join(bench.store.path, stray), 'half');
    }
    bench.store = bench.makeStore();
    bench.store.open();
    expect([bench.dataNames, bench.places()]).toEqual([[name], [100]]);
    expect(readdirSync(bench.store.path).toSorted()).toEqual(['data', 'lock', 'manifest-1']);
  });

  test('otherOptions, says in what the nearest state of other options differs', () => {
    using bench = new Bench();
    expect(bench.store.otherOptions(fields)).toBeUndefined();
    for (const [name, kept] of [
      ['far', { tool: '2', renames: 'off' }],
      ['near', { tool: '1', renames: 'off' }],
    ] as const) {
      const other = new CheckpointStore(bench.scratch.file('state'), 'repository', name);
      other.open();
      other.save({ fields: kept, about, walk: '', nextPlace: 1, chunkIndex: 0, state: null }, bench.spill);
      other.close();
    }
    const told = 'the saved state differs in renames ("off" there, "exact" here)';
    expect(bench.store.otherOptions(fields)).toBe(told);
  });

  test('save, keeps the two newest of near places, and no data that none of them names', () => {
    using bench = new Bench();
    bench.store.open();
    const names = [1, 2, 3, 4].map((at) => {
      const name = bench.write(`data ${at}`);
      bench.save(at * 10, `${at}`);
      bench.spill.release(name);
      return name;
    });
    expect(bench.places()).toEqual([40, 30]);
    expect(bench.dataNames).toEqual(names.slice(2).toSorted());
    expect(bench.manifestNames).toHaveLength(2);
  });

  test('save, goes on counting behind what another run left', () => {
    using bench = new Bench();
    bench.store.open();
    bench.save(10, 'a');
    bench.store.close();
    bench.store = bench.makeStore();
    bench.store.open();
    bench.save(20, 'b');
    expect(bench.places()).toEqual([20, 10]);
    expect(bench.manifestNames).toEqual(['manifest-1', 'manifest-2']);
  });
});

describe('CheckpointStore, what cannot be used', () => {
  test('a damaged manifest is named, and the one before it is used', () => {
    using bench = new Bench();
    bench.store.open();
    bench.save(100, 'early');
    bench.save(200, 'late');
    const path = join(bench.store.path, 'manifest-2');
    const whole = readFileSync(path);
    for (const at of [0, 9, whole.length >> 1, whole.length - 1]) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 4;
      writeFileSync(path, bytes);
      expect(bench.places()).toEqual([100]);
      expect(bench.reasons).toEqual([expect.stringContaining('manifest-2')]);
    }
    for (const size of [0, 1, whole.length >> 1, whole.length - 1]) {
      writeFileSync(path, whole);
      truncateSync(path, size);
      expect(bench.places()).toEqual([100]);
    }
  });

  test('a manifest of another version is named and not used', () => {
    using bench = new Bench();
    bench.store.open();
    bench.save(100, 'x');
    const record = { version: 1, fields, walk: 'walk 500', nextPlace: 500, chunkIndex: 0, state: null, files: [] };
    writeFileSync(join(bench.store.path, 'manifest-7'), packRecord(record));
    expect(bench.places()).toEqual([100]);
    expect(bench.reasons).toEqual([expect.stringContaining('has format 1')]);
  });

  test('other options, another history and a place beyond this walk are told apart', () => {
    using bench = new Bench();
    bench.store.open();
    bench.save(100, 'x');
    expect(bench.candidates({ ...fields, tool: '2' })).toEqual([]);
    expect(bench.reasons).toEqual([expect.stringContaining('differs in tool')]);
    bench.save(200, 'y', 'walk of another history');
    bench.save(901, 'z');
    expect(bench.places()).toEqual([]);
    expect(bench.reasons).toHaveLength(2);
    expect(bench.reasons.join()).toContain('at commit 901');
  });

  test('a data file that is missing or short is STATE, and named', () => {
    using bench = new Bench();
    bench.store.open();
    const name = bench.write('some bytes');
    bench.save(100, 'x');
    const [checkpoint] = bench.candidates();
    const path = join(bench.store.path, 'data', name);
    const refusal = expect.objectContaining({ code: 'STATE', message: expect.stringContaining(name) });
    rmSync(path);
    expect(() => bench.lend(checkpoint!)).toThrow(refusal);
    writeFileSync(path, 'some byt');
    expect(() => bench.lend(checkpoint!)).toThrow(refusal);
  });
});

describe('CheckpointStore, one writer', () => {
  test('open, yields to a living process, and not to itself once closed', () => {
    using bench = new Bench();
    const other = bench.makeStore();
    expect(other.open()).toBe(true);
    expect(bench.store.open()).toBe(false);
    bench.store.close();
    expect(existsSync(join(other.path, 'lock'))).toBe(true);
    other.close();
    expect(bench.store.open()).toBe(true);
  });

  test('clear, removes checkpoints and data; close, then removes the folder', () => {
    using bench = new Bench();
    bench.store.open();
    bench.write('x');
    bench.save(10, 'x');
    bench.store.clear();
    expect([bench.places(), bench.dataNames]).toEqual([[], []]);
    expect(bench.save(20, 'again')).toBe(1);
    expect(bench.places()).toEqual([20]);
    bench.store.clear();
    bench.store.close();
    expect(existsSync(bench.store.path)).toBe(false);
    expect(readdirSync(bench.scratch.file('state'))).toEqual([]);
  });

  test('close, keeps what can be resumed, and the checkpoints of other options', () => {
    using bench = new Bench();
    const other = new CheckpointStore(bench.scratch.file('state'), 'repository', 'other options');
    expect([bench.store.open(), other.open()]).toEqual([true, true]);
    bench.save(10, 'x');
    other.close();
    bench.store.close();
    expect([existsSync(other.path), existsSync(join(bench.store.path, 'lock'))]).toEqual([false, false]);
    expect(bench.places()).toEqual([10]);
    bench.store.close();
  });
});

function sharedMemory(): string | undefined {
  return existsSync('/dev/shm') ? '/dev/shm' : undefined;
}
