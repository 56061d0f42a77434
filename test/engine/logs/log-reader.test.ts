import { describe, expect, test } from 'vitest';
import { logField, LogReader, type LogReaderOptions } from '../../../engine/logs/index.ts';
import { line, sampleLog, sourceOf } from './scratch-logs.ts';

interface Read {
  readonly events: (string | undefined)[];
  readonly faults: string[];
  readonly reader: LogReader;
}

function read(content: string, options: Partial<LogReaderOptions> = {}): Read {
  const faults: string[] = [];
  const onFault = (sentence: string): void => void faults.push(sentence);
  const reader = new LogReader(sourceOf(content, 4096), { expects: 'chunk-record', onFault, ...options });
  const events: (string | undefined)[] = [];
  while (reader.next()) events.push(reader.scanner.text(logField.event));
  return { events, faults, reader };
}

describe('LogReader', () => {
  test('reads every event of our own log, and gives records whole', () => {
    const text = sampleLog();
    const { events, faults, reader } = read(text);
    expect(events).toEqual(
      text
        .trimEnd()
        .split('\n')
        .map((one) => JSON.parse(one).event),
    );
    expect([faults, reader.damagedCount, reader.isTorn, reader.version]).toEqual([[], 0, false, 1]);
    const again = new LogReader(sourceOf(text), { expects: 'chunk-record' });
    expect(again.next()).toBe(true);
    expect(again.record()).toEqual(JSON.parse(text.split('\n')[0]!));
    expect([again.time, again.lineNumber, again.offset]).toEqual([1000, 1, 0]);
  });

  test('understands a log cut at every byte: whole lines count, the last one is torn, nothing else', () => {
    const text = sampleLog();
    const all = read(text).events;
    for (let length = 0; length <= text.length; length += 1) {
      const { events, faults, reader } = read(text.slice(0, length));
      const wholeCount = text.slice(0, length).split('\n').length - 1;
      const isWhole = length > 0 && (text[length] === '\n' || text[length - 1] === '\n');
      const expected = wholeCount + (text[length] === '\n' ? 1 : 0);
      expect(events, `cut at ${length}`).toEqual(all.slice(0, expected));
      expect(reader.isTorn, `cut at ${length}`).toBe(length > 0 && !isWhole);
      expect([faults, reader.damagedCount, reader.foreignCount]).toEqual([[], 0, 0]);
    }
  });

  test('counts damaged, foreign and torn lines in the middle, and names the first ones', () => {
    const good = line(5, 'replanned');
    const bad = ['{"level":30,"time":1', 'no json', '{"time":1,"x":"a\u0000b"}', '{"msg":"other"}', '[1]'];
    const { events, faults, reader } = read(good + bad.map((one) => `${one}\n${good}`).join(''));
    expect(events).toHaveLength(6);
    expect([reader.damagedCount, reader.foreignCount]).toEqual([4, 1]);
    expect(faults).toHaveLength(3);
    expect(faults[0]).toBe('Line 2 of "log.ndjson" is passed over: it holds no JSON object');
  });

  test('counts a line that is too long', () => {
    const { events, faults, reader } = read(`${line(1, 'span')}${'x'.repeat(300_000)}\n${line(2, 'span')}`);
    expect([events.length, reader.oversizeCount]).toEqual([2, 1]);
    expect(faults).toEqual(['A line of "log.ndjson" is passed over: it is longer than 256 KiB']);
  });

  test('says when a log is of a newer version, and reads on', () => {
    const { events, faults, reader } = read(line(1, 'run_started', { log_version: 2 }) + line(2, 'leaped', { to: 3 }));
    expect(events).toEqual(['run_started', 'leaped']);
    expect(reader.version).toBe(2);
    expect(faults[0]).toContain('is of the newer version 2');
  });

  test.each([
    ['words', 'once upon\na time\n'],
    ['another program', '{"msg":"hello"}\n'.repeat(3)],
    ['another program, long', '{"msg":"hello"}\n'.repeat(5000)],
    ['binary without lines', '\u0000'.repeat(600_000)],
  ])('says that a file of %s is no log', (_, content) => {
    expect(() => read(content)).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
    expect(() => read(content)).toThrow(/none of its first \d+ lines is a record/);
  });

  test('takes an empty log, and one of a single torn line, as logs without records', () => {
    expect(read('').events).toEqual([]);
    expect(read('{"level":3').reader.isTorn).toBe(true);
  });

  test('asks for nothing but a time when told so, which may be a text', () => {
    const content = '{"time":7}\n{"time":"1970-01-01T00:00:01Z","msg":"x"}\n{"time":"soon"}\n';
    const times: number[] = [];
    const reader = new LogReader(sourceOf(content), { expects: 'timed-line' });
    while (reader.next()) times.push(reader.time);
    expect([times, reader.foreignCount]).toEqual([[7, 1000], 1]);
  });
});
