import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CompatName } from '../../../analysis/internal.ts';
import type { SaidFlags } from '../../../cmd/flags/command-line.ts';
import { chooseTargets } from '../../../cmd/flags/choose-targets.ts';
import { parseRunRequest } from '../../../cmd/flags/parse-run-request.ts';
import type { RunRequest } from '../../../cmd/run-request.ts';
import { fakeRegistry } from '../fake-registry.ts';
import { refusalOf } from '../refusal-of.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'codefang-test-'));
  mkdirSync(join(root, '.git'));
});

afterEach(() => rmSync(root, { recursive: true }));

interface Circumstances {
  readonly environment?: Readonly<Record<string, string>>;
  /** Content of the repository's .codefang.yaml. */
  readonly config?: string;
  readonly isTerminal?: boolean;
}

async function request(said: SaidFlags, around: Circumstances = {}): Promise<RunRequest> {
  if (around.config !== undefined) writeFileSync(join(root, '.codefang.yaml'), around.config);
  return parseRunRequest(root, said, {
    environment: around.environment ?? {},
    workingDirectory: root,
    homeDirectory: '/home/ada',
    temporaryDirectory: '/spill',
    isTerminal: around.isTerminal ?? false,
    nowSeconds: Date.UTC(2024, 0, 31, 11) / 1000,
    registry: fakeRegistry,
  });
}

describe('parseRunRequest()', () => {
  test('fills in every default', async () => {
    expect(await request({})).toEqual({
      repository: root,
      revision: 'HEAD',
      analyzers: ['history/burndown', 'history/couples', 'history/devs'],
      analyzerOptions: {
        'history/burndown': { granularity: 30, people: true },
        'history/couples': { 'max-files': 1000 },
        'history/devs': { anonymize: false },
      },
      memoryBudget: 'auto',
      workers: -1,
      verify: 'packs',
      firstParent: false,
      since: undefined,
      until: undefined,
      limit: undefined,
      paths: [],
      excludes: [],
      renames: 'exact',
      identities: 'mailmap',
      anonymize: false,
      tickSeconds: 86_400,
      allowIncomplete: false,
      replaceObjects: true,
      targets: [{ format: 'json', path: undefined, table: undefined, compat: undefined, color: false }],
      notes: [],
      spillDirectory: '/spill',
      stateDirectory: '/home/ada/.local/state/codefang',
      resume: 'auto',
      checkpointEverySeconds: 30,
      stateBytesMax: 2 * 1024 ** 3,
      diskBytesMax: undefined,
      ignoreRevsFiles: [],
      incremental: true,
      clearCheckpoint: false,
      maxTimeSeconds: undefined,
      logFile: undefined,
      logFormat: 'none',
      profileDirectory: undefined,
      verbosity: 'normal',
      dashboard: false,
      memoryReport: false,
      moves: 'off',
      perCommit: false,
      open: false,
    });
  });

  test('reads objects as they are where a flag says so, or the variable of git variable by being there', async () => {
    expect((await request({ 'replace-objects': ['false'] })).replaceObjects).toBe(false);
    expect((await request({}, { environment: { GIT_NO_REPLACE_OBJECTS: '' } })).replaceObjects).toBe(false);
    const environment = { CODEFANG_REPLACE_OBJECTS: 'false' };
    expect((await request({}, { environment })).replaceObjects).toBe(false);
    expect((await request({ 'replace-objects': ['true'] }, { environment })).replaceObjects).toBe(true);
  });

  test('asks the flag first, then the environment, then the file', async () => {
    const config = 'limit: 3';
    const environment = { CODEFANG_LIMIT: '2' };
    expect((await request({ limit: ['1'] }, { environment, config })).limit).toBe(1);
    expect((await request({}, { environment, config })).limit).toBe(2);
    expect((await request({}, { config })).limit).toBe(3);
    expect((await request({}, { environment: { CODEFANG_LIMIT: '' }, config })).limit).toBe(3);
  });

  test('replaces a whole list by a stronger one', async () => {
    const config = 'exclude: [a, b]';
    expect((await request({}, { config })).excludes).toEqual(['a', 'b']);
    const environment = { CODEFANG_EXCLUDE: 'c\nd,e\n' };
    expect((await request({}, { config, environment })).excludes).toEqual(['c', 'd,e']);
    expect((await request({ exclude: ['f'] }, { config, environment })).excludes).toEqual(['f']);
  });

  test('reads when to resume as a word, and as the switch that it may be', async () => {
    for (const [text, meaning] of [
      ['never', 'never'],
      ['false', 'never'],
      ['true', 'auto'],
    ] as const) {
      expect((await request({ resume: [text] })).resume).toBe(meaning);
      expect((await request({}, { config: `resume: ${text}` })).resume).toBe(meaning);
    }
    expect((await request({ resume: ['require'] })).resume).toBe('require');
    expect(await refusalOf(() => request({ resume: ['alway'] }))).toContain('expected require, auto, never');
  });

  test('takes the last of a flag that is said twice', async () => {
    expect((await request({ limit: ['1', '2'] })).limit).toBe(2);
  });

  test('takes back what the file switched on', async () => {
    const config = 'first-parent: true\nburndown:\n  people: no\nquiet: yes';
    const set = await request({}, { config });
    expect([set.firstParent, set.verbosity]).toEqual([true, 'quiet']);
    expect(set.analyzerOptions['history/burndown']?.['people']).toBe(false);
    const said = { 'first-parent': ['false'], 'burndown-people': ['true'], quiet: ['false'] };
    const back = await request(said, { config });
    expect([back.firstParent, back.verbosity]).toEqual([false, 'normal']);
    expect(back.analyzerOptions['history/burndown']?.['people']).toBe(true);
  });

  test('lets a stronger source be verbose where a weaker one is quiet', async () => {
    const around = { config: 'quiet: true', environment: { CODEFANG_VERBOSE: '1' } };
    expect((await request({}, around)).verbosity).toBe('verbose');
    expect((await request({ quiet: ['true'] }, around)).verbosity).toBe('quiet');
  });

  test('refuses quiet and verbose in one breath', async () => {
    const said = { quiet: ['true'], verbose: ['true'] };
    expect(await refusalOf(() => request(said))).toContain('Cannot use --quiet with --verbose');
    expect((await request({ quiet: ['false'], verbose: ['true'] })).verbosity).toBe('verbose');
  });

  test('keeps options of selected analyzers only, and accepts those of others', async () => {
    const made = await request({ analyzers: ['devs'], 'burndown-granularity': ['7'] });
    expect(made.analyzers).toEqual(['history/devs']);
    expect(made.analyzerOptions).toEqual({ 'history/devs': { anonymize: false } });
  });

  test('splits lists of analyzers at commas', async () => {
    const made = await request({ analyzers: ['devs, burndown', 'history/c*'] });
    expect(made.analyzers).toEqual(['history/burndown', 'history/couples', 'history/devs']);
  });

  test('reads renames and identities', async () => {
    const renames = async (text: string) => (await request({ renames: [text] })).renames;
    expect(await renames('similar')).toEqual({ similarPercent: 50 });
    expect(await renames('similar:60%')).toEqual({ similarPercent: 60 });
    expect(await renames('off')).toBe('off');
    const identities = async (text: string) => (await request({ identities: [text] })).identities;
    expect(await identities('exact')).toBe('exact');
    expect(await identities('people.txt')).toEqual({ file: 'people.txt' });
    expect(await refusalOf(() => identities('mailmpa'))).toContain('did you mean "mailmap"?');
  });

  test('writes text for a terminal and json elsewhere', async () => {
    expect((await request({}, { isTerminal: true })).targets[0]?.format).toBe('text');
    expect((await request({ format: ['csv'] }, { isTerminal: true })).targets[0]?.format).toBe('csv');
  });

  test.each([
    ['report.html', 'html'],
    ['out/REPORT.JSON', 'json'],
    ['report.yml', 'yaml'],
    ['report.txt', 'text'],
    ['report.cfr', 'bin'],
    ['tables.parquet/', 'parquet'],
    ['report', 'json'],
    ['v1.2', 'json'],
  ])('takes the format of -o %s from its ending: %s', async (path, format) => {
    expect((await request({ output: [path] }, { isTerminal: true })).targets[0]?.format).toBe(format);
    expect((await request({ output: [path], format: ['ndjson'] })).targets[0]?.format).toBe('ndjson');
  });

  describe('with several -o', () => {
    const formatsOf = async (paths: readonly string[], said: SaidFlags = {}) => {
      const { targets } = await request({ output: paths, ...said }, { isTerminal: true });
      return targets.map(({ format }) => format);
    };

    test('picks each format by its ending, csv for a directory, and the named one for the others', async () => {
      const paths = ['a.html', 'a.json', `${root}/`, '-', 'plain'];
      expect(await formatsOf(paths)).toEqual(['html', 'json', 'csv', 'text', 'json']);
      expect(await formatsOf([root, 'a.cfr'], { format: ['parquet'] })).toEqual(['parquet', 'bin']);
      expect(await formatsOf([root, 'plain', '-'], { format: ['yaml'] })).toEqual(['csv', 'yaml', 'yaml']);
    });

    test('gives a table to the formats that can write one alone', async () => {
      const { targets } = await request({ output: ['a.html', 'devs.csv'], table: ['devs:developers'] });
      expect(targets.map(({ table }) => table)).toEqual([undefined, 'history/devs:developers']);
    });

    test('takes a name with any ending for the directory of a tool that reads one', () => {
      const formats = (compat: CompatName, ...paths: readonly string[]) =>
        chooseTargets({
          paths,
          compat,
          format: undefined,
          table: undefined,
          isTerminal: false,
          wantsColor: () => false,
        }).map(({ format }) => format);
      expect(formats('code-maat', 'maat.v1Xy')).toEqual(['csv']);
      expect(formats('code-maat', 'maat.2024')).toEqual(['csv']);
      expect(formats('theseus', 'theseus.v1', 'a.html')).toEqual(['json', 'html']);
      expect(() => formats('hercules', 'a.yml2')).toThrow('no format has the ending');
    });

    test.each([
      [['a.json', './a.json'], {}, 'it is given twice'],
      [['-', '-'], {}, 'it is given twice'],
      [['a.json', 'a.html'], { format: ['csv'] }, 'each of these names asks for another format'],
      [['a.json', 'a.htlm'], {}, 'no format has the ending .htlm, known endings are '],
      [['a.htlm'], {}, 'did you mean ".html"?'],
    ] as const)('refuses %j %j', async (paths, said, state) => {
      expect(await refusalOf(() => formatsOf(paths, said))).toContain(state);
    });
  });

  test('resolves a time that the clock is part of, once, and says so', async () => {
    const { since, until, notes } = await request({ since: ['2.weeks'], until: ['90m'] });
    expect([since, until]).toEqual([Date.UTC(2024, 0, 17) / 1000, Date.UTC(2024, 0, 31, 9, 30) / 1000]);
    expect(notes).toEqual([
      '--since "2.weeks" means --since 2024-01-17, in UTC',
      '--until "90m" means --until 2024-01-31T09:30:00Z, in UTC',
    ]);
  });

  describe('of a folder in a work tree', () => {
    const inFolder = async (folder: string, said: SaidFlags = {}, config?: string) => {
      mkdirSync(join(root, folder), { recursive: true });
      if (config !== undefined) writeFileSync(join(root, '.codefang.yaml'), config);
      return parseRunRequest(folder, said, {
        environment: {},
        workingDirectory: root,
        homeDirectory: '/home/ada',
        temporaryDirectory: '/spill',
        isTerminal: false,
        nowSeconds: 0,
        registry: fakeRegistry,
      });
    };

    test('counts only files below it, and says so', async () => {
      const { paths, notes } = await inFolder('src/app', {}, 'path: lib');
      expect(paths).toEqual(['src/app']);
      expect(notes).toEqual([expect.stringContaining('Counting only files below src/app, as with --path src/app')]);
    });

    test('lets a --path on the command line take precedence, and says where it starts', async () => {
      const { paths, notes } = await inFolder('src', { path: ['*.ts'] });
      expect(paths).toEqual(['*.ts']);
      expect(notes).toEqual([expect.stringMatching(/^Patterns of --path start at the root of the work tree, /)]);
    });

    test.each([
      ['[id]', '\\[id\\]'],
      ['a*b', 'a\\*b'],
      ['!x', '/!x'],
    ])('means the folder %s and no pattern', async (folder, pattern) => {
      expect((await inFolder(folder)).paths).toEqual([pattern]);
    });

    test.each(['.', '.git', '.git/hooks'])('is the whole repository for %s', async (folder) => {
      const { paths, notes } = await inFolder(folder);
      expect([paths, notes]).toEqual([[], []]);
    });
  });

  test('colours only what a person looks at', async () => {
    const color = async (said: SaidFlags, environment = {}, isTerminal = true) =>
      (await request(said, { environment, isTerminal })).targets[0]?.color;
    expect(await color({})).toBe(true);
    expect(await color({}, {}, false)).toBe(false);
    expect(await color({}, { NO_COLOR: '1' })).toBe(false);
    expect(await color({}, { NO_COLOR: '' })).toBe(true);
    expect(await color({}, { CI: 'true' })).toBe(false);
    expect(await color({}, { TERM: 'dumb' })).toBe(false);
    expect(await color({ output: ['report.txt'] })).toBe(false);
    expect(await color({ color: ['always'] }, { NO_COLOR: '1' }, false)).toBe(true);
    expect(await color({ color: ['never'] })).toBe(false);
  });

  test('keeps state where XDG says, unless that is relative', async () => {
    const state = async (base: string) => (await request({}, { environment: { XDG_STATE_HOME: base } })).stateDirectory;
    expect(await state('/var/state')).toBe('/var/state/codefang');
    expect(await state('state')).toBe('/home/ada/.local/state/codefang');
  });

  test('completes the name of a table', async () => {
    expect((await request({ table: ['devs:developers'] })).targets[0]?.table).toBe('history/devs:developers');
    const refusal = await refusalOf(() => request({ table: ['devs:x'], analyzers: ['couples'] }));
    expect(refusal).toContain('analyzer history/devs is not selected');
  });

  test('takes - for the standard output', async () => {
    const config = 'rev: main';
    expect((await request({ output: ['-'] }, { config })).targets[0]?.path).toBeUndefined();
  });

  test.each([
    ['limit', '0', 'expected a whole number from 1'],
    ['limit', '-5', 'expected a whole number from 1'],
    ['limit', '1e3', 'expected a whole number from 1'],
    ['limit', '9999999999', 'expected a whole number from 1'],
    ['workers', '257', 'from 0 to 256'],
    ['memory-budget', '2 gigs', 'Cannot read memory budget'],
    ['memory-budget', '101%', 'Cannot read memory budget'],
    ['memory-budget', '500', 'did you mean "500MiB"?'],
    ['max-disk', '5', 'did you mean "5MiB"?'],
    ['since', 'tomorrow', 'it is not a date'],
    ['tick', '0h', 'Cannot read tick'],
    ['renames', 'exakt', 'did you mean "exact"?'],
    ['renames', 'similar:0', 'from 1 to 100'],
    ['format', 'jsn', 'did you mean "json"?'],
    ['max-time', '10', 'expected a number and ms, s, m, h or d'],
    ['max-time', '0s', 'expected a number and ms, s, m, h or d'],
    ['color', 'sometimes', 'expected auto, always, never'],
    ['table', 'developers', 'expected <analyzer>:<section>'],
    ['rev', '', 'Cannot read revision'],
    ['path', '', 'it is empty'],
    ['output', '', 'Cannot read path'],
    ['burndown-granularity', '0', 'expected a whole number from 1'],
    ['burndown-people', 'maybe', 'expected true or false'],
  ])('refuses --%s %s and names the source', async (name, text, state) => {
    const refusal = await refusalOf(() => request({ [name]: [text] }));
    expect(refusal).toMatch(new RegExp(`^USAGE Cannot use --${name} \\| Cannot `));
    expect(refusal).toContain(state);
    if (text === '') return;
    const variable = `CODEFANG_${name.toUpperCase().replaceAll('-', '_')}`;
    const outside = await refusalOf(() => request({}, { environment: { [variable]: text } }));
    expect(outside).toContain(`Cannot use ${variable} | `);
  });

  test('does not look at a weak source whose value nobody needs', async () => {
    expect((await request({ limit: ['1'] }, { config: 'limit: x' })).limit).toBe(1);
  });

  test('refuses a variable of ours that means nothing, and leaves others alone', async () => {
    const environment = { CODEFANG_MEMROY_BUDGET: '1GiB', PATH: '/bin', CODEFANGS: 'x' };
    expect(await refusalOf(() => request({}, { environment }))).toBe(
      'USAGE Cannot use CODEFANG_MEMROY_BUDGET: there is no such option, ' + 'did you mean "CODEFANG_MEMORY_BUDGET"?',
    );
  });

  test('refuses a time that ends before it begins', async () => {
    const said = { since: ['2024-01-02'], until: ['2024-01-01'] };
    expect(await refusalOf(() => request(said))).toContain('it ends before it begins');
    expect((await request({ since: ['@5'], until: ['@5'] })).until).toBe(5);
  });
});

describe('parseRunRequest() and --config', () => {
  test('reads that file instead of the one of the repository', async () => {
    writeFileSync(join(root, 'mine.yaml'), 'limit: 8\noutput: out.json\nspill-dir: /spill/here');
    const around = { config: 'limit: 3\nfirst-parent: true' };
    const made = await request({ config: ['mine.yaml'] }, around);
    expect([made.limit, made.firstParent]).toEqual([8, false]);
    expect([made.targets[0]?.path, made.spillDirectory]).toEqual([join(root, 'out.json'), '/spill/here']);
    const environment = { CODEFANG_CONFIG: 'mine.yaml' };
    expect((await request({}, { ...around, environment })).limit).toBe(8);
  });

  test('refuses a file that is not there', async () => {
    const refusal = await refusalOf(() => request({ config: ['none.yaml'] }));
    const path = join(root, 'none.yaml');
    expect(refusal).toContain(`Cannot read the configuration "${path}" | ENOENT`);
  });

  test('names the line of a bad value', async () => {
    const refusal = await refusalOf(() => request({}, { config: '# ours\nlimit: none' }));
    const source = `"limit" in ${join(root, '.codefang.yaml')}:2`;
    expect(refusal).toBe(`USAGE Cannot use ${source} | Cannot read count "none": expected a whole number from 1`);
  });
});
