import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChildEnd, childProgram } from '../support/child-program.ts';
import { GitFixture } from '../support/git-fixture.ts';

let fixture: GitFixture;

beforeAll(() => {
  fixture = GitFixture.init();
  for (let at = 0; at < 20; at += 1) {
    fixture.commit({ files: { [`src/${at % 4}.ts`]: `${'line\n'.repeat(at + 1)}${at}\n`, 'README.md': `${at}\n` } });
  }
});

afterAll(() => fixture.dispose());

function codefang(line: string): ChildEnd {
  return childProgram(line.split(' '), { cwd: fixture.path, home: fixture.root });
}

function read(name: string): string {
  return readFileSync(join(fixture.path, name), 'utf8');
}

function digestIn(text: string): string | undefined {
  return /"digest":"(sha256:[0-9a-f]{64})"/.exec(text)?.[1];
}

describe('codefang run with several -o', () => {
  test('walks once, and writes what runs of one format each write', () => {
    const all = codefang('run --no-resume -o a.html -o a.json -o tables/ -o a.ndjson -o a.txt -o a.cfr -o -');
    expect(all.status).toBe(0);
    expect(all.err.match(/chunk 1:/g)).toHaveLength(1);
    for (const [name, format] of [
      ['a.html', 'html'],
      ['a.json', 'json'],
      ['a.ndjson', 'ndjson'],
      ['a.txt', 'text'],
      ['a.cfr', 'bin'],
    ] as const) {
      expect(codefang(`run -q --format ${format} -o one.${format}.out`).status).toBe(0);
      expect(readFileSync(join(fixture.path, name)).equals(readFileSync(join(fixture.path, `one.${format}.out`)))).toBe(
        true,
      );
    }
    expect(all.out).toBe(read('a.json'));
    expect(digestIn(read('tables/report.json'))).toBe(digestIn(all.out));
    expect(readdirSync(join(fixture.path, 'tables'))).toContain('history-devs.developers.csv');
  });

  test('keeps to the budget and to the bytes, with state and without', () => {
    const outputs = '-o b.html -o b.json -o b/ -o b.ndjson';
    const report = codefang(`run --memory-budget 128MiB --no-incremental ${outputs} -o - --workers 0`);
    expect([report.status, report.out]).toEqual([0, read('b.json')]);
    expect(codefang(`run -q --memory-budget 160MiB --no-resume -o c.json -o c.html`).status).toBe(0);
    expect(read('c.json')).toBe(read('b.json'));
    expect(read('c.html')).toBe(read('b.html'));
  });

  test('gives --format to the name without an ending, and one table to what can be one table', () => {
    expect(codefang('run -q -o d.json -o series --format timeseries').status).toBe(0);
    expect(read('series')).toMatch(/^\{"schema":"codefang\.timeseries\.v1"/);
    expect(read('d.json')).toContain('"per_commit":true');
    expect(codefang('run -q -o devs.csv -o d.html --table devs:developers').status).toBe(0);
    expect(read('devs.csv')).toMatch(/^id,name,email,/);
    expect(read('d.html')).toMatch(/^<!doctype html>/i);
  });

  test.each([
    ['-o e.json -o nowhere/e.html', 'its directory does not exist'],
    ['-o e.json -o e.json', 'it is given twice'],
    ['-o e.json -o e.htm --format csv', 'each of these names asks for another format'],
    ['-o e.json -o e.docx', 'no format has the ending .docx'],
    ['-o new/ --format json', 'it is a directory, expected the name of a file'],
    ['-o e.json -o f.html --table devs:developers', 'expected csv or parquet'],
  ])('refuses %s before the walk, and leaves nothing', (flags, state) => {
    const { status, err } = codefang(`run ${flags}`);
    expect([status === 0, err]).toEqual([false, expect.stringContaining(state)]);
    expect(err).not.toContain('chunk 1');
    for (const name of ['e.json', 'f.html', 'new']) expect(existsSync(join(fixture.path, name))).toBe(false);
  });

  test('is what convert takes as well', () => {
    expect(codefang('run -q -o g.cfr -o g.html -o g.json').status).toBe(0);
    expect(codefang('convert g.cfr --title repo -o h.html -o h.json -o h/').status).toBe(0);
    expect([read('h.html'), read('h.json')]).toEqual([read('g.html'), read('g.json')]);
    expect(digestIn(read('h/report.json'))).toBe(digestIn(read('g.json')));
    expect(codefang('convert none.cfr -o i/').status).toBe(2);
    expect(existsSync(join(fixture.path, 'i'))).toBe(false);
  });
});

describe('a budget that is too small', () => {
  test.each(['1MiB', '8MiB', '512KiB', '2097152'])('%s is refused once, with one that works', (budget) => {
    const refused = codefang(`run --no-resume --memory-budget ${budget}`);
    expect([refused.status, refused.out]).toEqual([3, '']);
    const named = /use --memory-budget (\d+MiB) or more/.exec(refused.err)?.[1];
    const accepted = codefang(`run --no-resume --memory-budget ${named}`);
    expect([accepted.status, accepted.err]).toEqual([0, expect.not.stringContaining('Cannot')]);
    expect(codefang(`plan --memory-budget ${budget}`).status).toBe(3);
  });
});
