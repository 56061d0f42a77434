import { describe, expect, test } from 'vitest';
import { filesPerPart, type LineEdit, LineRuns } from '../../../engine/history/index.ts';
import { randomFrom } from '../../support/random.ts';

/** A line as the model sees it: `tick person`. */
type Lines = string[];

class Model {
  part = new LineRuns();
  readonly files: (Lines | undefined)[] = Array.from({ length: filesPerPart }, () => undefined);
  readonly #random: () => number;
  #tick = 0;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  step(): void {
    this.#tick += this.#below(2);
    const slot = this.#below(9) * 7;
    const person = this.#below(3);
    const lines = this.files[slot];
    if (lines === undefined) this.#create(slot, person);
    else if (this.#below(40) === 0) this.#remove(slot, lines);
    else this.#edit(slot, lines, person);
  }

  check(): void {
    for (let slot = 0; slot < filesPerPart; slot += 1) {
      const expected = this.files[slot];
      expect(this.part.has(slot)).toBe(expected !== undefined);
      expect(this.part.lineCount(slot)).toBe(expected?.length ?? 0);
      expect(linesOf(this.part, slot)).toEqual(expected ?? []);
    }
  }

  #create(slot: number, person: number): void {
    const count = this.#below(60);
    this.part.create(slot, count, this.#tick, person);
    this.files[slot] = Array.from({ length: count }, () => `${this.#tick} ${person}`);
  }

  #remove(slot: number, lines: Lines): void {
    const sink = new Removals();
    this.part.remove(slot, sink);
    expect(sink.sorted()).toEqual(lines.toSorted());
    this.files[slot] = undefined;
  }

  #edit(slot: number, lines: Lines, person: number): void {
    const hunks: number[] = [];
    const after: Lines = [];
    const gone: Lines = [];
    let at = 0;
    for (let turn = this.#below(5); turn > 0 && at <= lines.length; turn -= 1) {
      const start = at + this.#below(lines.length - at + 1);
      const count = Math.min(this.#below(6), lines.length - start);
      const added = count === 0 ? 1 + this.#below(5) : this.#below(6);
      after.push(...lines.slice(at, start));
      hunks.push(start, count, after.length, added);
      gone.push(...lines.slice(start, start + count));
      after.push(...Array.from({ length: added }, () => `${this.#tick} ${person}`));
      at = start + count + 1;
      if (at <= lines.length) after.push(...lines.slice(start + count, at));
    }
    after.push(...lines.slice(Math.min(at, lines.length)));
    // Hunks lie behind others in a frame.
    const packed = Int32Array.from([9, 9, 9, 9, ...hunks, 7, 7, 7, 7]);
    const sink = new Removals();
    const edit = { hunks: packed, hunkStart: 4, hunkCount: hunks.length / 4, oldLines: lines.length };
    this.part.edit(slot, { ...edit, tick: this.#tick, personId: person }, sink);
    expect(sink.sorted()).toEqual(gone.toSorted());
    this.files[slot] = after;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}

class Removals {
  readonly #lines: string[] = [];

  removed(tick: number, personId: number, lineCount: number): void {
    for (let i = 0; i < lineCount; i += 1) this.#lines.push(`${tick} ${personId}`);
  }

  sorted(): string[] {
    return this.#lines.toSorted();
  }
}

function linesOf(part: LineRuns, slot: number): Lines {
  const lines: Lines = [];
  part.each(slot, (count, tick, person) => {
    expect(count).toBeGreaterThan(0);
    for (let i = 0; i < count; i += 1) lines.push(`${tick} ${person}`);
  });
  return lines;
}

function edit(hunks: readonly number[], oldLines: number): LineEdit {
  return { hunks: Int32Array.from(hunks), hunkStart: 0, hunkCount: hunks.length / 4, oldLines, tick: 9, personId: 9 };
}

const nobody = { removed() {} };

describe('LineRuns', () => {
  test('keeps the age and author of every line, as lists of lines do', () => {
    for (const seed of [1, 2, 3]) {
      const model = new Model(seed);
      for (let step = 0; step < 3000; step += 1) {
        model.step();
        if (step % 50 === 0) model.check();
        if (step % 333 === 0) model.part = LineRuns.decode(model.part.encode());
      }
      model.check();
    }
  });

  test('decode(encode), is the same part, and a view of the bytes is let go', () => {
    const part = new LineRuns();
    part.create(0, 3, 1, 2);
    part.create(63, 0, 1, 2);
    const bytes = new Uint8Array(part.encode().length + 4);
    bytes.set(part.encode(), 4);
    const twin = LineRuns.decode(bytes.subarray(4));
    bytes.fill(255);
    expect([linesOf(twin, 0), twin.has(63), twin.has(1)]).toEqual([['1 2', '1 2', '1 2'], true, false]);
    expect(twin.encode()).toEqual(part.encode());
  });

  test('encode, keeps the largest numbers, nobody as author, and a run that comes back', () => {
    const part = new LineRuns();
    const most = 2 ** 31 - 1;
    part.create(3, most, most, -1);
    part.edit(3, { ...edit([1, 0, 1, 2], most), tick: 0, personId: most }, nobody);
    const seen: number[][] = [];
    LineRuns.decode(part.encode()).each(3, (...run) => seen.push(run));
    expect(seen).toEqual([
      [1, most, -1],
      [2, 0, most],
      [most - 1, most, -1],
    ]);
  });

  test('encode, takes a quarter of the words that runs are, and memory of its own for a large part', () => {
    const part = new LineRuns();
    part.create(0, 60_000, 5, 5);
    const hunks = Array.from({ length: 20_000 }, (_, at) => [at * 3, 1, at * 3, 1]).flat();
    part.edit(0, edit(hunks, 60_000), nobody);
    const bytes = part.encode();
    expect(bytes.length).toBeLessThan(40_000 * 4);
    expect(linesOf(LineRuns.decode(bytes), 0)).toEqual(linesOf(part, 0));
  });

  test('decode, refuses bytes that were cut, added to or made up', () => {
    const part = new LineRuns();
    part.create(0, 300, 1000, 2);
    part.create(63, 1, 1, 2);
    const whole = part.encode().slice();
    const refused = 'Cannot read line histories: their bytes are damaged, expected runs as varints';
    for (let length = 0; length < whole.length; length += 1) {
      expect(() => LineRuns.decode(whole.subarray(0, length)), `${length}`).toThrow(refused);
    }
    expect(() => LineRuns.decode(Uint8Array.of(...whole, 0))).toThrow(refused);
    expect(() => LineRuns.decode(new Uint8Array(100).fill(255))).toThrow(refused);
    expect(() => LineRuns.decode(Uint8Array.of(100, ...whole.subarray(1)))).toThrow(refused);
  });

  test('moveTo, takes the history along, within a part and to another', () => {
    const part = new LineRuns();
    const other = new LineRuns();
    part.create(1, 2, 1, 1);
    part.edit(1, edit([1, 0, 1, 1], 2), nobody);
    part.moveTo(1, part, 2);
    part.create(1, 1, 5, 5);
    part.moveTo(2, other, 1);
    expect([part.has(2), linesOf(part, 1), linesOf(other, 1)]).toEqual([false, ['5 5'], ['1 1', '9 9', '1 1']]);
    other.edit(1, edit([0, 3, 0, 0], 3), nobody);
    expect([other.has(1), other.lineCount(1)]).toEqual([true, 0]);
    other.moveTo(1, part, 40);
    expect([part.has(40), other.has(1)]).toEqual([true, false]);
  });

  test('edit, refuses hunks that do not fit, and leaves the file as it was', () => {
    const misfits = [
      edit([0, 5, 0, 1], 4),
      edit([6, 0, 6, 1], 4),
      edit([0, 1, 0, 1], 5),
      edit([0, 1, 0, 1], 3),
      edit([], 3),
    ];
    for (const misfit of misfits) {
      const part = new LineRuns();
      part.create(3, 4, 1, 1);
      expect(() => part.edit(3, misfit, nobody)).toThrow(expect.objectContaining({ code: 'INVARIANT' }));
      expect(linesOf(part, 3)).toEqual(['1 1', '1 1', '1 1', '1 1']);
    }
  });

  test('runs of equal age and author are one, so that memory follows what differs', () => {
    const part = new LineRuns();
    part.create(0, 1000, 9, 9);
    for (let turn = 0; turn < 500; turn += 1) part.edit(0, edit([turn, 1, turn, 2], 1000 + turn), nobody);
    let runs = 0;
    part.each(0, () => (runs += 1));
    expect(runs).toBe(1);
    expect(part.bytes).toBeLessThan(2000);
  });

  test('dead runs are packed away', () => {
    const part = new LineRuns();
    part.create(0, 100, 0, 0);
    for (let turn = 1; turn < 3000; turn += 1) {
      const line = turn % 100;
      const change = { ...edit([line, 1, line, 1], 100), tick: turn };
      part.edit(0, change, nobody);
    }
    expect(part.bytes).toBeLessThan(100 * 12 * 6);
  });
});
