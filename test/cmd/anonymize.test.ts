import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formats } from '../../analysis/internal.ts';
import { GitFixture } from '../support/git-fixture.ts';

const main = fileURLToPath(new URL('../../cmd/main.js', import.meta.url));
const fixture = GitFixture.init();
let folder = '';

/** Nothing of these stands in the program or in a path: names are unique, and so are the words of addresses. */
const people = [
  { name: 'Zoë Quillfeather', email: 'zquill@feathers.invalid' },
  { name: 'Łukasz "Wrób" Krzywonos', email: 'lukasz+wrob@krzywonos.invalid' },
  { name: '李小龍測試', email: 'xiaolong@ceshi.invalid' },
  { name: "D'Ämmerung & Söhne", email: 'daemmerung@soehne.invalid' },
  { name: 'Nick\u202eReversal', email: 'NickRev@UPPERCASED.invalid' },
];
const newcomer = { name: 'Committina Pusherova', email: 'pusherova@pushing.invalid' };
const coauthor = { name: 'Wilhelmine Trailerova', email: 'wt@trailerova.invalid' };
const mapped = { name: 'Zenobia Mapledottir', email: 'zenobia@mapledottir.invalid' };
const listed = { name: 'Listed Lexicographer', email: 'lexi@cographer.invalid' };
const everybody = [...people, newcomer, coauthor, mapped, listed];

/** What must not be found: names and addresses, and each of their words that is long enough to be nobody else's. */
const needles = everybody.flatMap(({ name, email }) => [
  name,
  email,
  ...name.split(/[\s"&]+/).filter((word) => word.length > 4),
  ...email.split(/[@+.]/).filter((word) => word.length > 4 && word !== 'invalid'),
]);

/** Needles in a text in any of the ways in which formats write them, ASCII case aside. */
function foundIn(bytes: Buffer): string[] {
  const texts = [bytes.toString('utf8'), bytes.toString('latin1')].map((text) => text.toLowerCase());
  const isThere = (spelling: string): boolean => texts.some((text) => text.includes(spelling));
  return needles.filter((needle) => spellings(needle).some(isThere));
}

function spellings(needle: string): string[] {
  const escaped = JSON.stringify(needle).slice(1, -1);
  const ascii = needle.replaceAll(/[^ -~]/gu, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const entities = needle.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return [needle, escaped, ascii, entities].map((spelling) => spelling.toLowerCase());
}

interface Ended {
  readonly status: number | null;
  readonly out: Buffer;
  readonly err: Buffer;
}

function codefang(words: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
  const { PATH } = process.env;
  const state = { PATH, HOME: folder, CODEFANG_STATE_DIR: join(folder, 'state'), CODEFANG_WORKERS: '0', ...env };
  const ended = spawnSync(process.execPath, [main, ...words], { cwd: fixture.path, env: state, maxBuffer: 2 ** 28 });
  return { status: ended.status, out: ended.stdout, err: ended.stderr };
}

/** All bytes of a file, or of the files of a directory; those of Parquet and of the bin form as they are read. */
async function contentOf(path: string): Promise<Buffer> {
  if (statSync(path).isDirectory()) {
    const contents = await Promise.all(readdirSync(path).map((name) => contentOf(join(path, name))));
    return Buffer.concat(contents);
  }
  const bytes = readFileSync(path);
  if (path.endsWith('.parquet')) return Buffer.concat([bytes, await parquetText(bytes)]);
  if (path.endsWith('.cfr')) return Buffer.concat([bytes, codefang(['convert', '--format', 'json', path]).out]);
  return bytes;
}

async function parquetText(bytes: Buffer): Promise<Buffer> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const rows = await parquetReadObjects({ file, compressors });
  return Buffer.from(JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codefang-anonymize-'));
  for (const [at, author] of people.entries()) {
    const text = Array.from({ length: 20 + at }, (_, line) => `line ${line} of ${at}\n`).join('');
    const message = `Change ${at}\n\nCo-authored-by: ${coauthor.name} <${coauthor.email}>\n`;
    fixture.commit({ files: { 'src/all.c': text, [`src/own-${at}.c`]: text }, author, committer: newcomer, message });
    fixture.commit({ files: { 'src/all.c': text.replace('line 3', `line three`) }, author });
  }
  const mailmap = `${mapped.name} <${mapped.email}> <${people[0]!.email}>\n`;
  fixture.commit({ files: { '.mailmap': mailmap }, author: newcomer });
  writeFileSync(join(folder, 'people.txt'), `${listed.name}|${listed.email}|${people[1]!.email}\n`);
});

afterAll(() => {
  fixture.dispose();
  rmSync(folder, { recursive: true });
});

describe('codefang run --anonymize', () => {
  const outputs = [
    ...formats.map(({ name, extension }) => ({ name, file: `out.${extension}`, flags: ['--format', name] })),
    { name: 'json, per commit', file: 'commits.json', flags: ['--format', 'json', '--per-commit'] },
    { name: 'code-maat', file: 'code-maat', flags: ['--format', 'csv', '--compat', 'code-maat'] },
    { name: 'a table', file: 'table.csv', flags: ['--format', 'csv', '--table', 'devs:developers'] },
    { name: 'all analyzers', file: 'all.json', flags: ['--format', 'json', '-a', 'history/*'] },
    { name: 'exact people', file: 'exact.json', flags: ['--format', 'json', '--identities', 'exact'] },
  ];

  test.each(outputs)('$name has no name and no address, which it has otherwise', async ({ file, flags }) => {
    const out = join(folder, file);
    const named = codefang(['run', '-q', ...flags, '-o', out, '.']);
    expect([named.status, named.err.toString()]).toEqual([0, '']);
    // What is looked for can be found: else the test would be blind.
    expect(foundIn(await contentOf(out))).toContain('Krzywonos');
    rmSync(out, { recursive: true });
    const log = join(folder, `${file}.log`);
    const ended = codefang(['run', '-v', '--anonymize', '--log-file', log, ...flags, '-o', out, '.']);
    expect(ended.status, ended.err.toString()).toBe(0);
    expect(foundIn(await contentOf(out))).toEqual([]);
    expect(foundIn(Buffer.concat([ended.out, ended.err, readFileSync(log)]))).toEqual([]);
  });

  test('holds for a people dictionary, and for what is said of a wrong one', async () => {
    const dictionary = join(folder, 'people.txt');
    const flags = ['run', '--anonymize', '--identities', dictionary, '--format', 'json'];
    const { status, out, err } = codefang([...flags, '.']);
    expect(status, err.toString()).toBe(0);
    expect(foundIn(Buffer.concat([out, err]))).toEqual([]);
    expect(JSON.parse(out.toString())).toMatchObject({ history: { dictionary_people: 1 } });
    const wrong = join(folder, 'wrong.txt');
    writeFileSync(wrong, `${listed.name}|${listed.email}\n${people[0]!.name}|${listed.email}\n`);
    const refused = codefang(['run', '--anonymize', '--identities', wrong, '.']);
    expect(refused.status).toBe(2);
    expect(refused.err.toString()).toContain('line 2: its alias 2 belongs to the person of line 1 already');
    expect(foundIn(refused.err)).toEqual([]);
  });

  test('holds under each of its names, and is stated', () => {
    const ways: (readonly [readonly string[], Readonly<Record<string, string>>])[] = [
      [['--anonymize'], {}],
      [['--devs-anonymize'], {}],
      [['--devs-anonymize', '-a', 'couples'], {}],
      [['--anonymize', '--no-devs-anonymize'], {}],
      [[], { CODEFANG_ANONYMIZE: 'true' }],
    ];
    for (const [flags, env] of ways) {
      const { out } = codefang(['run', '-q', ...flags, '--format', 'json', '.'], env);
      expect(foundIn(out), String(flags)).toEqual([]);
      const { options } = JSON.parse(out.toString()) as { readonly options: Readonly<Record<string, unknown>> };
      expect(options['anonymize'], String(flags)).toBe(true);
    }
  });

  test('is a matter of the report: what one run kept serves the other, and the numbers are the same', () => {
    const stateDirectory = join(folder, 'shared');
    const env = { CODEFANG_STATE_DIR: stateDirectory };
    const named = codefang(['run', '-q', '--format', 'json', '.'], env);
    const ended = codefang(['run', '--anonymize', '--resume', 'require', '--format', 'json', '.'], env);
    expect(ended.status, ended.err.toString()).toBe(0);
    type Report = { readonly analyzers: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
    const [one, other] = [named, ended].map(({ out }) => JSON.parse(out.toString()) as Report);
    const table = (report: Report): unknown => report.analyzers['history/file-history']!['file_churn'];
    expect(table(other!)).toEqual(table(one!));
  });

  test('holds for what is made of a stored report', async () => {
    const report = join(folder, 'stored.cfr');
    expect(codefang(['run', '-q', '--anonymize', '--per-commit', '--format', 'bin', '-o', report, '.']).status).toBe(0);
    for (const { name } of formats) {
      const out = join(folder, `converted.${name}`);
      expect(codefang(['convert', '--format', name, '-o', out, report]).status, name).toBe(0);
      expect(foundIn(await contentOf(out)), name).toEqual([]);
    }
    expect(foundIn(codefang(['plot', '--chart', 'people', report]).out)).toEqual([]);
  });

  test('is said again where a stopped run says how to go on', () => {
    const env = { CODEFANG_STATE_DIR: join(folder, 'stopped') };
    const flags = ['--anonymize', '--max-time', '1ms', '-o', join(folder, 'never')];
    const { status, err } = codefang(['run', ...flags, '.'], env);
    expect(status).toBe(75);
    expect(err.toString()).toContain('codefang run --anonymize');
    expect(foundIn(err)).toEqual([]);
  });
});

describe('codefang blame --anonymize', () => {
  test.each(['text', 'json', 'ndjson', 'incremental'])('%s numbers people', (format) => {
    expect(codefang(['run', '-q', '-o', join(folder, 'kept.json'), '.']).status).toBe(0);
    const flags = format === 'incremental' ? ['--incremental'] : ['--format', format];
    const named = codefang(['blame', ...flags, 'src/all.c', 'src/own-1.c']);
    expect(foundIn(named.out)).toContain('Krzywonos');
    const { status, out } = codefang(['blame', '--anonymize', ...flags, 'src/all.c', 'src/own-1.c']);
    expect([status, foundIn(out)]).toEqual([0, []]);
    expect(out.toString()).toContain('Person 1');
    expect(foundIn(codefang(['blame', ...flags, 'src/all.c'], { CODEFANG_ANONYMIZE: '1' }).out)).toEqual([]);
  });
});
