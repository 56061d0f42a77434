import { expect, test } from 'vitest';
import { RecordScanner, valueKind } from '../../../engine/logs/index.ts';
import { randomFrom } from '../../support/random.ts';

const fields = ['time', 'event', 'name', 'attributes', 'gone'];
const [time, event, name, attributes, gone] = [0, 1, 2, 3, 4] as const;

function scanned(text: string): RecordScanner | undefined {
  const scanner = new RecordScanner(fields);
  const bytes = Buffer.from(`..${text}..`);
  return scanner.scan(bytes, 2, bytes.length - 2) ? scanner : undefined;
}

test('RecordScanner reads numbers, texts and nested values from the bytes', () => {
  const line =
    '{"level":30,"time":1700000000000.5,"event":"span","name":"a\\u0041\\"é","attributes":{"time":1,"x":[1]}}';
  const scanner = scanned(line)!;
  expect(scanner.number(time)).toBe(1_700_000_000_000.5);
  expect(scanner.text(event)).toBe('span');
  expect(scanner.isText(event, Buffer.from('span'))).toBe(true);
  expect(scanner.isText(event, Buffer.from('spa'))).toBe(false);
  expect(scanner.textStartsWith(event, Buffer.from('spa'))).toBe(true);
  expect(scanner.text(name)).toBe('aA"é');
  expect(scanner.nested(attributes)).toEqual({ time: 1, x: [1] });
  expect([scanner.has(gone), scanner.number(gone), scanner.text(gone)]).toEqual([false, Number.NaN, undefined]);
});

test('RecordScanner takes the last of equal names, and tells kinds', () => {
  const scanner = scanned(' { "time" : "x" , "time" : 7e2, "event":null,"name":[] } ')!;
  expect(scanner.number(time)).toBe(700);
  expect([scanner.kind(event), scanner.kind(name)]).toEqual([valueKind.literal, valueKind.nested]);
  expect([scanner.text(event), scanner.number(event)]).toEqual([undefined, Number.NaN]);
});

test('RecordScanner reads every number as JSON.parse does', () => {
  const random = randomFrom(5);
  const exact = ['0', '-0', '0.1', '1e400', '-1E-7', '9007199254740993', '123456789012345', '0.000001', '5e-324'];
  const texts = [...exact];
  for (let i = 0; i < 2000; i += 1) {
    const value = (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20);
    texts.push(String(value), value.toFixed(3));
  }
  for (const text of texts) expect(scanned(`{"time":${text}}`)!.number(time), text).toBe(JSON.parse(text));
});

test('RecordScanner accepts what JSON.parse accepts, and nothing else, of mutated lines', () => {
  const random = randomFrom(7);
  const seeds = [
    '{"level":30,"time":17,"event":"span","attributes":{"a":[1,-2.5e3,true],"b":null,"c":{}}}',
    '{ "a" : "x\\n\\u00e9\\/" ,\t"b":[ ], "c":[{"d":[[0]]}] }',
  ];
  const letters = '{}[]":,0123-.eE\\ntru\u0001 "';
  let acceptedCount = 0;
  for (let i = 0; i < 40_000; i += 1) {
    const bytes = [...seeds[i % seeds.length]!];
    for (let edits = Math.floor(random() * 3); edits >= 0; edits -= 1) {
      const at = Math.floor(random() * bytes.length);
      const letter = letters[Math.floor(random() * letters.length)]!;
      bytes.splice(at, Math.floor(random() * 2), ...(random() < 0.5 ? [letter] : []));
    }
    const text = bytes.join('');
    const isAccepted = scanned(text) !== undefined;
    expect(isAccepted, text).toBe(isObjectOfJson(text));
    if (isAccepted) acceptedCount += 1;
  }
  expect(acceptedCount).toBeGreaterThan(1000);
});

test('RecordScanner takes values as damaged that are nested beyond reason', () => {
  expect(scanned(`{"a":${'['.repeat(60)}${']'.repeat(60)}}`)).toBeDefined();
  expect(scanned(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`)).toBeUndefined();
});

function isObjectOfJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
