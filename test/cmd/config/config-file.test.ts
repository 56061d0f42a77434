import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfigFile } from '../../../cmd/config/config-file.ts';
import { flagTable } from '../../../cmd/flags/flag-table.ts';
import { CodefangError } from '../../../engine/index.ts';
import { randomFrom } from '../../support/random.ts';
import { fakeRegistry } from '../fake-registry.ts';
import { refusalOf } from '../refusal-of.ts';

const flags = flagTable(fakeRegistry);
const sections = ['burndown', 'couples', 'devs'];
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'codefang-test-'));
});

afterEach(() => rmSync(root, { recursive: true }));

type Said = Readonly<Record<string, readonly string[]>>;

async function read(text: string, owner: 'repository' | 'user' = 'user'): Promise<Said> {
  const path = join(root, 'c.yaml');
  writeFileSync(path, text);
  const said = await readConfigFile({ path, owner }, flags, sections);
  return Object.fromEntries([...said].map(([name, { texts }]) => [name, texts]));
}

describe('readConfigFile()', () => {
  test('takes the names of flags as keys and values as written', async () => {
    const text = 'limit: 010\nsince: 2024-01-31\ntick: "24h"\nfirst-parent: yes\nrev: 1e3\n';
    expect(await read(text)).toEqual({
      limit: ['010'],
      since: ['2024-01-31'],
      tick: ['24h'],
      'first-parent': ['yes'],
      rev: ['1e3'],
    });
  });

  test('takes a section of an analyzer for its flags', async () => {
    const nested = await read('burndown: {granularity: 7, people: false}\ndevs:\n  anonymize: on');
    const flat = await read('burndown-granularity: 7\nburndown-people: false\ndevs-anonymize: on');
    expect(nested).toEqual(flat);
  });

  test('takes a list where a flag may be repeated', async () => {
    expect(await read('path:\n  - src\n  - "*.ts"\nanalyzers: devs')).toEqual({
      path: ['src', '*.ts'],
      analyzers: ['devs'],
    });
  });

  test.each(['', '# nothing\n', '---\n'])('says nothing when it is empty: %j', async (text) => {
    expect(await read(text)).toEqual({});
  });

  test.each([
    ['memory-budgte: 1', '"memory-budgte" in FILE:1', 'did you mean "memory-budget"?'],
    ['limit: 1\n\nmemory_budget: 1', '"memory_budget" in FILE:3', 'did you mean "memory-budget"?'],
    ['granularity: 1', '"granularity" in FILE:1', 'did you mean "burndown-granularity"?'],
    ['no-resume: true', '"no-resume" in FILE:1', 'did you mean "resume"?'],
    ['burndwn: {people: 1}', '"burndwn" in FILE:1', 'did you mean "burndown"?'],
    [
      'burndown:\n  granularty: 1',
      '"burndown.granularty" in FILE:2',
      'options of burndown are granularity, people, did you mean "granularity"?',
    ],
    ['burndown: 5', '"burndown" in FILE:1', 'expected a section'],
    ['limit: [1, 2]', '"limit" in FILE:1', 'expected a single value'],
    ['path: {a: b}', '"path" in FILE:1', 'expected a value or a list of values'],
    ['burndown-people: 1\nburndown:\n  people: 0', '"burndown.people" in FILE:3', 'also said by'],
    ['config: other.yaml', '"config" in FILE:1', 'only --config and the environment'],
    ['limit:', 'FILE:1', 'the value is missing'],
    ['path: [a, ]\nrev: ~', 'FILE:2', 'the value is missing'],
    ['limit: 1\nlimit: 2', 'FILE:2', 'must be unique'],
    ['a: &x 1\nlimit: *x', 'FILE:2', 'expected a single value'],
    ['path: [[a]]', 'FILE:1', 'expected a single value'],
    ['- limit', 'FILE:1', 'expected lines such as'],
    ['rev: main\nlimit: "1', 'FILE:2', 'expected YAML'],
    ['rev: !!binary aGk=', 'FILE:1', 'without a tag'],
    ['rev: !ours x', 'FILE:1', 'expected YAML'],
    ['limit: 1\n---\nlimit: 2', 'FILE:2', 'a second document begins'],
  ])('refuses %j with file, line and reason', async (text, place, reason) => {
    const refusal = await refusalOf(() => read(text));
    expect(refusal.startsWith('USAGE Cannot ')).toBe(true);
    expect(refusal).toContain(place.replace('FILE', join(root, 'c.yaml')));
    expect(refusal).toContain(reason);
  });

  test.each(['[', '{', '[{', '{a: ', '- ', '? ', 'a: '])('survives a hostile depth of %j', async (opening) => {
    const text = opening.repeat(Math.floor(60_000 / opening.length));
    expect(await refusalOf(() => read(text))).toMatch(/^USAGE Cannot read /);
  });

  test('survives whatever bytes it is given', async () => {
    const random = randomFrom(7);
    const letters = 'ab:-[]{}?&*!|>\'"#%@`, \n\n  \t~0';
    for (let round = 0; round < 500; round += 1) {
      const length = Math.floor(random() * 60);
      const text = Array.from({ length }, () => letters[Math.floor(random() * letters.length)]);
      await read(text.join('')).catch((error: unknown) => {
        expect(error).toBeInstanceOf(CodefangError);
      });
    }
  });

  test('refuses a large file and what is no file', async () => {
    expect(await refusalOf(() => read('#'.repeat(70_000)))).toContain('at most 64 KiB');
    const path = join(root, 'zero');
    symlinkSync('/dev/zero', path);
    const work = () => readConfigFile({ path, owner: 'repository' }, flags, sections);
    expect(await refusalOf(work)).toContain('expected a file');
  });
});

describe('readConfigFile() and paths', () => {
  test('takes them from the directory of the file', async () => {
    expect(await read('output: out.json\nidentities: ../people\nlog-file: /var/log/x')).toEqual({
      output: [join(root, 'out.json')],
      identities: [join(root, '../people')],
      'log-file': ['/var/log/x'],
    });
  });

  test('leaves words alone', async () => {
    expect(await read('output: "-"\nidentities: mailmap')).toEqual({
      output: ['-'],
      identities: ['mailmap'],
    });
  });

  test('refuses a tilde, which only shells know', async () => {
    expect(await refusalOf(() => read('state-dir: ~/state'))).toContain('"~" is not read');
  });
});

describe('readConfigFile() of the analysed repository', () => {
  test.each(['output', 'spill-dir', 'state-dir', 'log-file', 'clear-checkpoint'])('may not decide %s', async (key) => {
    const refusal = await refusalOf(() => read(`${key}: x`, 'repository'));
    expect(refusal).toContain('the analysed repository may not decide it');
    expect(await read(`${key}: x`, 'user')).toHaveProperty(key);
  });

  test('may name files of its own only', async () => {
    const people = await read('identities: people/all.txt', 'repository');
    expect(people).toEqual({ identities: [join(root, 'people/all.txt')] });
    for (const path of ['../secret', '/etc/passwd', 'a/../../b', '.', '..']) {
      const refusal = await refusalOf(() => read(`identities: ${path}`, 'repository'));
      expect(refusal).toContain('may name only files of its own');
    }
  });
});
