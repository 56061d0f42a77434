import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Checkpoint, CheckpointStore, keptGenerations } from '../../../engine/run/checkpoint-store.ts';
import { ownIdentity, packRecord, SpillFiles } from '../../../engine/spill/index.ts';
import { ScratchDirectory } from '../spill/scratch.ts';

const fields = { tool: '1', options: 'all' };
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
    return this.store.save({ fields, walk, nextPlace, chunkIndex: 3, state: { state } }, this.spill);
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
    return readdirSync(this.store.path).filter((name) => name.startsWith('manifest-')).toSorted();
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

  test('keptGenerations, a rewrite of d commits loses about d more, and few are kept', () => {
    for (const step of [1, 100, 730]) {
      let places: number[] = [];
      for (let place = step; place <= step * 600; place += step) {
        places = [place, ...places];
        const kept = keptGenerations(places);
        places = places.filter((_, at) => kept.has(at));
        expect(places.length).toBeLessThan(20);
        expect(places.slice(0, 2)).toEqual([place, place - step].slice(0, place === step ? 1 : 2));
      }
      const furthest = step * 600;
      for (let lost = step; lost < furthest; lost += step) {
        const resumed = Math.max(0, ...places.filter((place) => place <= furthest - lost));
        expect(furthest - resumed, `${lost} lost`).toBeLessThanOrEqual(2 * lost + Math.max(1000, 2 * step));
      }
    }
  });

  test('keptGenerations, keeps the two newest whatever they hold, and no older damaged one', () => {
    const kept = (places: number[]): number[] => Array.from(keptGenerations(places)).toSorted((a, b) => a - b);
    expect(kept([])).toEqual([]);
    expect(kept([50])).toEqual([0]);
    expect(kept([300, 200, 100])).toEqual([0, 1]);
    expect(kept([-1, 4000, -1])).toEqual([0, 1]);
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
    expect(bench.reasons).toEqual([expect.stringContaining('of another tool')]);
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

  test('open, takes over the lock of a dead process, and one that is torn', () => {
    using bench = new Bench();
    const dead = { ...ownIdentity(), pid: spawnSync(process.execPath, ['-e', '0']).pid, start: '1' };
    bench.store.open();
    bench.save(10, 'x');
    bench.store.close();
    const lock = join(bench.store.path, 'lock');
    for (const text of [JSON.stringify(dead), '{"pid":1', '']) {
      writeFileSync(lock, text);
      expect(bench.store.open()).toBe(true);
      expect(bench.places()).toEqual([10]);
      bench.store.close();
    }
  });

  test('open, does not take over the lock of another machine', () => {
    using bench = new Bench();
    bench.store.open();
    bench.save(10, 'x');
    bench.store.close();
    writeFileSync(join(bench.store.path, 'lock'), JSON.stringify({ ...ownIdentity(), place: 'ffffffff', pid: 1 }));
    expect(bench.store.open()).toBe(false);
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
