import { renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LineReader, LogTail } from '../../../engine/logs/index.ts';
import { ScratchLogs } from './scratch-logs.ts';

function tailed(path: string): { read: () => string[]; close: () => void; tail: LogTail } {
  const tail = new LogTail(path);
  const reader = new LineReader(tail, 64);
  const read = (): string[] => {
    const lines: string[] = [];
    while (reader.next()) lines.push(reader.bytes.toString('utf8', reader.start, reader.end));
    return lines;
  };
  return { read, close: () => reader.close(), tail };
}

test('LogTail waits for a file, then gives what is appended, whole lines only', () => {
  using logs = new ScratchLogs();
  const { read, close } = tailed(logs.file('a'));
  expect(read()).toEqual([]);
  logs.write('a', 'one\ntw');
  expect(read()).toEqual(['one']);
  expect(read()).toEqual([]);
  logs.append('a', 'o\nthree\n');
  expect(read()).toEqual(['two', 'three']);
  close();
});

test('LogTail reads a moved file to its end, then the new one under the name', () => {
  using logs = new ScratchLogs();
  const { read, close, tail } = tailed(logs.write('a', 'one\n'));
  expect(read()).toEqual(['one']);
  logs.append('a', 'two\nto');
  renameSync(logs.file('a'), logs.file('a.1'));
  expect(read()).toEqual(['two']);
  logs.append('a.1', 'rn');
  logs.write('a', 'three\n');
  expect(read()).toEqual(['torn', 'three']);
  expect(tail.restartCount).toBe(1);
  close();
});

test('LogTail begins anew after truncation, also when the file has grown past its old length', () => {
  using logs = new ScratchLogs();
  const path = logs.write('a', 'one\ntwo\n');
  const { read, close, tail } = tailed(path);
  expect(read()).toEqual(['one', 'two']);
  truncateSync(path);
  expect(read()).toEqual([]);
  logs.append('a', 'three\n');
  expect(read()).toEqual(['three']);
  writeFileSync(path, 'four\nfive\nsix\nseven\n');
  expect(read()).toEqual(['four', 'five', 'six', 'seven']);
  expect(tail.restartCount).toBe(2);
  close();
});

test('LogTail goes on after its file was removed and made again', () => {
  using logs = new ScratchLogs();
  const path = logs.write('a', 'one\n');
  const { read, close } = tailed(path);
  expect(read()).toEqual(['one']);
  rmSync(path);
  expect(read()).toEqual([]);
  logs.write('a', 'two\n');
  expect(read()).toEqual(['two']);
  close();
});
