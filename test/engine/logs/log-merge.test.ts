import { renameSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { logField, LogMerge, type RecordFilter } from '../../../engine/logs/index.ts';
import { randomFrom } from '../../support/random.ts';
import { ScratchLogs } from './scratch-logs.ts';

interface Merged {
  readonly lines: string[];
  readonly faults: string[];
  readonly merge: LogMerge;
}

function merged(logs: readonly string[], wants: RecordFilter = () => true, bytesMin = 50): Merged {
  const faults: string[] = [];
  const merge = new LogMerge({ logs, wants, isFollowed: false, onFault: (sentence) => faults.push(sentence) });
  const lines = takenFrom(merge, bytesMin);
  merge.close();
  return { lines, faults, merge };
}

function takenFrom(merge: LogMerge, bytesMin = 50): string[] {
  let text = '';
  for (let hasMore = true; hasMore;) {
    hasMore = merge.fill(bytesMin);
    text += merge.lines.bytes.toString('utf8', merge.lines.from, merge.lines.used);
    merge.lines.taken();
  }
  return text === '' ? [] : text.slice(0, -1).split('\n');
}

function timed(time: number, text: string): string {
  return `{"time":${time},"text":"${text}"}`;
}

/** Sorted by time, then by log and line; the first of identical lines of one time. */
function expectedOf(logs: readonly (readonly string[])[]): string[] {
  const all = logs.flat().map((text) => ({ text, time: JSON.parse(text).time as number }));
  const sorted = all.toSorted((x, y) => x.time - y.time);
  return [...new Set(sorted.map(({ text }) => text))];
}

describe('LogMerge', () => {
  test('equals sorting everything, for any logs and any block size', () => {
    using folder = new ScratchLogs();
    const random = randomFrom(9);
    for (let round = 0; round < 40; round += 1) {
      const logs = Array.from({ length: 1 + Math.floor(random() * 9) }, () => {
        let time = 0;
        return Array.from({ length: Math.floor(random() * 60) }, () => {
          time += Math.floor(random() * 3);
          return timed(time, String(Math.floor(random() * 4)));
        });
      });
      const paths = logs.map((lines, at) => folder.write(String(at), lines.map((one) => `${one}\n`).join('')));
      expect(merged(paths, () => true, 1 + round * 7).lines).toEqual(expectedOf(logs));
    }
  });

  test('mends a log that is out of order within the window, and reports one beyond it once', () => {
    using folder = new ScratchLogs();
    const random = randomFrom(10);
    const near = Array.from({ length: 20_000 }, (_, at) => timed(at + Math.floor(random() * 300), `n${at}`));
    const mended = merged([folder.write('near', `${near.join('\n')}\n`)]);
    expect(mended.lines).toEqual(expectedOf([near]));
    expect([mended.faults, mended.merge.remarks()]).toEqual([[], []]);
    const far = near.map((_, at) => timed(at === 19_000 || at === 19_500 ? 5 : at + 10, `n${at}`));
    const late = merged([folder.write('far', `${far.join('\n')}\n`)]);
    expect(late.lines.toSorted()).toEqual(far.toSorted());
    expect(late.faults).toHaveLength(1);
    expect(late.faults[0]).toMatch(/"[^"]*far" is out of order by more than 1024 lines/);
    expect(late.merge.remarks()).toEqual([expect.stringContaining('2 lines are out of order')]);
  });

  test('drops identical lines of one moment, also of a crowded one and of a log given twice', () => {
    using folder = new ScratchLogs();
    const crowd = Array.from({ length: 5000 }, (_, at) => timed(1, `c${at % 2500}`));
    const path = folder.write('crowd', `${crowd.join('\n')}\n${timed(2, 'c1')}\n`);
    const { lines, merge } = merged([path, path], () => true, 100);
    expect(lines).toEqual([...new Set(crowd), timed(2, 'c1')]);
    expect(merge.lines.repeatedCount).toBe(7501);
  });

  test('keeps equal times in the order of the logs', () => {
    using folder = new ScratchLogs();
    const contentOf = (name: string): string => `${timed(1, `${name}1`)}\n${timed(1, `${name}2`)}\n`;
    const paths = ['b', 'a', 'c'].map((name) => folder.write(name, contentOf(name)));
    const texts = merged(paths).lines.map((one) => JSON.parse(one).text);
    expect(texts).toEqual(['b1', 'b2', 'a1', 'a2', 'c1', 'c2']);
  });

  test('reads gzip, CR LF, torn and damaged logs, and says what it passed over', () => {
    using folder = new ScratchLogs();
    const { lines, faults, merge } = merged([
      folder.write('a.gz', gzipSync(`${timed(1, 'a')}\n${timed(4, 'a')}\n`)),
      folder.write('b', `${timed(2, 'b')}\r\nnot json\r\n${timed(5, 'b')}\r\n{"time":6,"te`),
      folder.write('c', timed(3, 'c')),
      folder.write('d', ''),
    ]);
    expect(lines).toEqual([timed(1, 'a'), timed(2, 'b'), timed(3, 'c'), timed(4, 'a'), timed(5, 'b')]);
    expect(faults).toEqual([expect.stringMatching(/^Line 2 of "[^"]*b" is passed over/)]);
    expect(merge.remarks()).toEqual([expect.stringContaining('1 lines passed over')]);
  });

  test('gives lines far longer than a window', () => {
    using folder = new ScratchLogs();
    const random = randomFrom(12);
    const paths = Array.from({ length: 40 }, (_, log) => {
      const lines = Array.from({ length: 12 }, (_unused, at) =>
        timed(at * 10 + Math.floor(random() * 10), `${log}-${at}${'x'.repeat(Math.floor(random() ** 8 * 250_000))}`),
      );
      return { lines, path: folder.write(String(log), `${lines.join('\n')}\n`) };
    });
    const { lines } = merged(
      paths.map(({ path }) => path),
      () => true,
      10_000,
    );
    // Not compared by the matcher, whose message would be megabytes.
    expect(lines.join('\n') === expectedOf(paths.map((one) => one.lines)).join('\n')).toBe(true);
  });

  test('gives only what is wanted', () => {
    using folder = new ScratchLogs();
    const events = ['x', 'y', 'x'].map((event, at) => `{"time":${at},"event":"${event}"}\n`);
    const path = folder.write('a', events.join(''));
    const { lines } = merged([path], ({ scanner }) => scanner.text(logField.event) === 'x');
    expect(lines.map((one) => JSON.parse(one).time)).toEqual([0, 2]);
  });

  test('goes on when followed logs grow, are rotated, or come to be', () => {
    using folder = new ScratchLogs();
    const logs = [folder.write('a', `${timed(1, 'a')}\n`), folder.file('b')];
    const merge = new LogMerge({ logs, wants: () => true, isFollowed: true, onFault: () => {} });
    const texts = (): string[] => takenFrom(merge).map((one) => JSON.parse(one).text as string);
    expect(texts()).toEqual(['a']);
    folder.write('b', `${timed(3, 'b')}\n`);
    folder.append('a', `${timed(2, 'a2')}\n{"time":4,`);
    merge.resume();
    expect(texts()).toEqual(['a2', 'b']);
    renameSync(folder.file('a'), folder.file('a.1'));
    folder.append('a.1', '"text":"a3"}\n');
    folder.write('a', `${timed(5, 'a4')}\n`);
    merge.resume();
    expect(texts()).toEqual(['a3', 'a4']);
    merge.resume();
    expect(texts()).toEqual([]);
    merge.close();
  });

  test('refuses what cannot be merged', () => {
    const options = { wants: () => true, onFault: () => {} };
    const many = Array.from({ length: 513 }, () => 'a');
    const open = (logs: string[], isFollowed: boolean) => () => new LogMerge({ logs, isFollowed, ...options });
    const usage = expect.objectContaining({ code: 'USAGE' });
    expect(open(many, false)).toThrow(usage);
    expect(open(['-', '-'], false)).toThrow(usage);
    expect(open(['-'], true)).toThrow(usage);
    expect(open(['absent'], false)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });
});
