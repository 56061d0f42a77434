import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyse, type AnalyseOptions, BudgetError, openReport, type ReportRow } from '../../analysis/index.ts';
import { refusalOf } from '../cmd/refusal-of.ts';
import { ScratchDirectory } from '../engine/spill/scratch.ts';
import { GitFixture } from '../support/git-fixture.ts';
import { runProgram } from '../support/program-run.ts';
import { makeRandomRepository } from '../support/random-repository.ts';
import { projectText } from '../tidy/source-files.ts';

const commitCount = 150;
const fixture = makeRandomRepository({ seed: 71, commitCount, isRepacked: true });
const repository = fixture.path;
const scratch = new ScratchDirectory('memory');
let expected = '';

beforeAll(async () => {
  const folder = freshFolder('program');
  const { version } = JSON.parse(projectText('package.json')) as { readonly version: string };
  expected = (await runProgram({ repository, folder, version })).digest!;
});
afterAll(() => {
  fixture.dispose();
  scratch[Symbol.dispose]();
});

function freshFolder(name: string): string {
  const path = join(scratch.path, name);
  mkdirSync(path);
  return path;
}

/** Without threads: the tests are many. */
async function analyseHere(options: Partial<AnalyseOptions> = {}): ReturnType<typeof analyse> {
  return analyse({ repository, workers: 0, ...options });
}

async function rowsOf(rows: AsyncIterable<ReportRow>): Promise<ReportRow[]> {
  const all: ReportRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

function rowsInDocument(path: string): ReportRow[] {
  type Analyzers = Readonly<Record<string, Readonly<Record<string, ReportRow['row'] | ReportRow['row'][]>>>>;
  const { analyzers } = JSON.parse(readFileSync(path, 'utf8')) as { readonly analyzers: Analyzers };
  return Object.entries(analyzers).flatMap(([analyzer, sections]) =>
    Object.entries(sections).flatMap(([section, rows]) =>
      [rows].flat().map((row) => ({ analyzer, section, row: row as ReportRow['row'] })),
    ),
  );
}

describe('analyse', () => {
  test('gives what the program gives: rows, digest and document', async () => {
    await using analysis = await analyseHere();
    const rows = await rowsOf(analysis);
    expect(await analysis.digest).toBe(expected);
    const path = join(freshFolder('document'), 'report.json');
    expect(await analysis.write('json', path)).toEqual({ outcome: 'written', digest: expected, rowCount: rows.length });
    expect(rowsInDocument(path)).toEqual(rows);
    expect(analysis.head.history['commits']).toBe(commitCount);
    expect(await rowsOf(analysis)).toEqual(rows);
  });

  test('gives the digest alone, whatever the budget and the threads', async () => {
    for (const memoryBudget of ['0', 'auto', '60%', '256MiB', 2 ** 30]) {
      await using analysis = await analyseHere({ memoryBudget, workers: memoryBudget === 'auto' ? 2 : 0 });
      expect(await analysis.digest, String(memoryBudget)).toBe(expected);
      expect(analysis.budgetBytes === 0).toBe(memoryBudget === '0');
    }
  });

  test('takes short names and globs, and leaves optional analyzers out unless asked', async () => {
    const chosen = async (analyzers?: readonly string[]): Promise<string[]> => {
      await using analysis = await analyseHere(analyzers === undefined ? {} : { analyzers });
      return Object.keys(analysis.head.options['analyzers'] as object);
    };
    expect(await chosen(['devs', 'history/b*'])).toEqual(['history/burndown', 'history/devs']);
    expect(await chosen()).not.toContain('history/ledger');
    expect(await chosen(['history/*'])).toContain('history/ledger');
  });

  test('keeps to the rules it is given, each stated in the report', async () => {
    const folder = freshFolder('rules');
    writeFileSync(join(folder, 'people'), 'Ada|ada@example.org\n');
    await using analysis = await analyseHere({
      analyzers: ['burndown'],
      analyzerOptions: { burndown: { granularity: 7 } },
      since: new Date(0),
      limit: 20,
      renames: { similarPercent: 70 },
      identities: { file: join(folder, 'people') },
      excludes: ['vendor'],
    });
    expect(analysis.head.history['commits']).toBe(20);
    expect(analysis.head.options).toMatchObject({
      since: '1970-01-01T00:00:00Z',
      limit: 20,
      excludes: ['vendor'],
      renames: 'similar:70',
      identities: expect.stringMatching(/^file:sha256:[0-9a-f]{64}$/),
      analyzers: { 'history/burndown': { granularity: 7 } },
    });
  });

  test('refuses what it cannot use before anything is opened', async () => {
    const refused = async (options: object): Promise<string> => refusalOf(() => analyse({ repository, ...options }));
    expect(await refused({ repository: '' })).toMatch(/^USAGE Cannot use option "repository" with "": expected a text/);
    expect(await refused({ memorybudget: '1GiB' })).toMatch(/^USAGE Cannot use option "memorybudget": there is none/);
    expect(await refused({ limit: 0 })).toMatch(/"limit" with 0: expected a whole number from 1/);
    expect(await refused({ renames: { similarPercent: 0 } })).toMatch(/"renames" with .* from 1 to 100/);
    expect(await refused({ analyzers: ['none'] })).toMatch(/^USAGE Cannot select analyzer "none": known are/);
    expect(await refused({ analyzerOptions: { devs: { shy: 1 } } })).toMatch(/"shy" of analyzer .*: known are/);
    expect(await refused({ analyzerOptions: { burndown: { granularity: 'x' } } })).toMatch(/expected a whole number/);
    expect(await refused({ identities: { file: '/none' } })).toMatch(/^USAGE Cannot read people dictionary "\/none"/);
    expect(await refused({ since: new Date(5000), until: new Date(1000) })).toMatch(/it is after "until"/);
    expect(await refused({ memoryBudget: 'much' })).toMatch(/^USAGE Cannot read memory budget "much"/);
    expect(await refused({ resume: 'require' })).toMatch(/^USAGE Cannot resume: there is no state directory/);
    expect(await refused({ repository: '/none' })).toMatch(/^NOT_FOUND/);
  });

  test('names the smallest budget in the error', async () => {
    const failure = await analyseHere({ memoryBudget: '8MiB' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BudgetError);
    expect(failure).toMatchObject({ code: 'BUDGET' });
    expect((failure as BudgetError).smallestBudgetBytes).toBeGreaterThan(2 ** 23);
  });

  test('walks one history at a time, and any number after each other', async () => {
    const first = analyseHere();
    const refusal = await refusalOf(() => analyseHere());
    expect(refusal).toMatch(/^USAGE Cannot analyse .*: the history of .* is being walked in this process/);
    await using one = await first;
    await using two = await analyseHere();
    expect([await one.digest, await two.digest]).toEqual([expected, expected]);
    // A refused one does not keep others out.
    await expect(analyseHere({ memoryBudget: '8MiB' })).rejects.toMatchObject({ code: 'BUDGET' });
    await (await analyseHere()).close();
  });

  test('tells how far it is, and what happened', async () => {
    const phases = new Set<string>();
    const events: string[] = [];
    const analysis = await analyseHere({
      onProgress: ({ phase }) => void phases.add(phase),
      onEvent: ({ event }) => void events.push(event),
    });
    await analysis.digest;
    await analysis.close();
    await analysis.close();
    expect([...phases]).toEqual(['survey', 'walk', 'report']);
    expect([events[0], events.at(-1)]).toEqual(['run_started', 'run_finished']);
    expect(events.filter((name) => name === 'run_finished')).toHaveLength(1);
  });

  test('leaves the process as it was', async () => {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'exit', 'uncaughtException', 'unhandledRejection'];
    const counts = (): number[] => signals.map((name) => process.listenerCount(name));
    const before = counts();
    const spillDirectory = freshFolder('left');
    const analysis = await analyseHere({ spillDirectory });
    expect(process.listenerCount('SIGINT')).toBe(before[0]);
    await analysis.digest;
    await analysis.close();
    expect(counts()).toEqual(before);
    expect(readdirSync(spillDirectory)).toEqual([]);
  });

  test('what a listener throws ends the run, and nothing is left', async () => {
    const spillDirectory = freshFolder('thrown');
    const onProgress = ({ phase }: { readonly phase: string }): void => {
      if (phase === 'walk') throw new RangeError('enough');
    };
    await expect(analyseHere({ spillDirectory, onProgress })).rejects.toThrow('enough');
    expect(readdirSync(spillDirectory)).toEqual([]);
  });
});

describe('analyse, a signal to stop', () => {
  test('keeps a checkpoint, removes what was spilled, and the next run goes on', async () => {
    const stateDirectory = freshFolder('state');
    const spillDirectory = freshFolder('spill');
    const controller = new AbortController();
    const stopped = analyseHere({
      stateDirectory,
      spillDirectory,
      signal: controller.signal,
      onProgress: ({ phase, commits }) => {
        if (phase === 'walk' && commits > 60) controller.abort();
      },
    });
    expect(await refusalOf(() => stopped)).toBe('ABORTED Cannot finish the run: stopped by its AbortSignal');
    expect(readdirSync(spillDirectory)).toEqual([]);
    const notes: string[] = [];
    const onNote = (sentence: string): void => void notes.push(sentence);
    await using analysis = await analyseHere({ stateDirectory, spillDirectory, resume: 'require', onNote });
    expect(notes).toEqual([expect.stringMatching(/^Resuming at commit [1-9]\d+ of 150$/)]);
    expect(await analysis.digest).toBe(expected);
  });

  test('that is a timeout is a limit', async () => {
    const signal = AbortSignal.abort(new DOMException('late', 'TimeoutError'));
    expect(await refusalOf(() => analyseHere({ signal }))).toMatch(/^STOPPED Cannot finish the survey: .* timeout/);
  });

  test('is heard while a report is written', async () => {
    const controller = new AbortController();
    await using analysis = await analyseHere({ signal: controller.signal });
    controller.abort();
    const path = join(freshFolder('report'), 'report.json');
    expect(await refusalOf(() => analysis.write('json', path))).toMatch(/^ABORTED Cannot finish the report/);
    expect(existsSync(path)).toBe(false);
  });

  test('without a state directory the next run begins again', async () => {
    const signal = AbortSignal.abort();
    await expect(analyseHere({ signal })).rejects.toMatchObject({ code: 'ABORTED' });
    await using analysis = await analyseHere();
    expect(await analysis.digest).toBe(expected);
  });
});

describe('an analysis with a state directory', () => {
  test('costs the next one only what is new, whether it is closed or not', async () => {
    using grown = GitFixture.init();
    const stateDirectory = freshFolder('grown');
    for (let at = 0; at < 12; at += 1) grown.commit({ files: { [`${at % 5}`]: `${'x\n'.repeat(at)}` } });
    const first = await analyse({ repository: grown.path, stateDirectory, workers: 0 });
    grown.commit({ files: { more: 'more\n' } });
    const notes: string[] = [];
    const onNote = (sentence: string): void => void notes.push(sentence);
    await using second = await analyse({ repository: grown.path, stateDirectory, workers: 0, onNote });
    expect(notes).toEqual(['Resuming at commit 12 of 13']);
    expect(await second.digest).not.toBe(await first.digest);
    await first.close();
  });

  test('that is not to be kept is removed when the report was read', async () => {
    const stateDirectory = freshFolder('gone');
    await using analysis = await analyseHere({ stateDirectory, incremental: false });
    const manifests = (): string[] =>
      readdirSync(stateDirectory, { recursive: true })
        .map(String)
        .filter((name) => name.includes('manifest-'));
    expect(manifests()).not.toEqual([]);
    await analysis.digest;
    expect(manifests()).toEqual([]);
  });
});

describe('Report', () => {
  test('an iteration that is left leaves the report readable; one that is open keeps others out', async () => {
    await using analysis = await analyseHere();
    for await (const { analyzer } of analysis) {
      expect(analyzer).toBe('history/burndown');
      expect(await refusalOf(() => analysis.digest)).toMatch(/^USAGE Cannot read the report: an iteration is open/);
      break;
    }
    expect(await analysis.digest).toBe(expected);
  });

  test('writes at the same time wait for each other', async () => {
    const folder = freshFolder('many');
    await using analysis = await analyseHere();
    const paths = ['a', 'b', 'c'].map((name) => join(folder, name));
    const written = await Promise.all([...paths.map((path) => analysis.write('json', path)), analysis.digest]);
    expect(written.slice(0, 3)).toEqual(paths.map(() => expect.objectContaining({ digest: expected })));
    expect(new Set(paths.map((path) => readFileSync(path, 'utf8'))).size).toBe(1);
  });

  test('is written into a stream that is slow, and into a folder', async () => {
    const folder = freshFolder('forms');
    await using analysis = await analyseHere({ perCommit: true });
    const pieces: Buffer[] = [];
    const slow = new Writable({
      highWaterMark: 1,
      write(piece: Buffer, _, done) {
        pieces.push(piece);
        setImmediate(done);
      },
    });
    await analysis.write('json', slow);
    await analysis.write('json', join(folder, 'report.json'));
    expect(Buffer.concat(pieces).equals(readFileSync(join(folder, 'report.json')))).toBe(true);
    expect(slow.writableEnded).toBe(false);
    await analysis.write('csv', join(folder, 'tables'));
    expect(readdirSync(join(folder, 'tables')).length).toBeGreaterThan(10);
    await analysis.write('html', join(folder, 'page.html'));
    expect(readFileSync(join(folder, 'page.html'), 'utf8')).toMatch(/<script>/);
    expect(readFileSync(join(folder, 'page.html'), 'utf8')).toContain(`<title>${basename(fixture.path, '.git')}`);
    const face = { title: 'A title', linkBase: 'https://example.org/us/it' };
    await analysis.write('html', join(folder, 'named.html'), face);
    const named = readFileSync(join(folder, 'named.html'), 'utf8');
    expect([named.includes('<title>A title'), named.includes(face.linkBase)]).toEqual([true, true]);
    await analysis.write('timeseries', join(folder, 'commits.json'));
    const { commits } = JSON.parse(readFileSync(join(folder, 'commits.json'), 'utf8')) as { commits: unknown[] };
    expect(commits).toHaveLength(commitCount);
  });

  test('a stream that fails is an error, one that is gone is an outcome', async () => {
    await using analysis = await analyseHere();
    const failing = new Writable({ write: (_piece, _encoding, done) => done(new Error('full')) });
    const failure = await refusalOf(() => analysis.write('json', failing));
    expect(failure).toMatch(/^IO Cannot write the report to a stream: full/);
    const gone = new Writable({ write: (_piece, _encoding, done) => done() });
    gone.destroy();
    expect(await analysis.write('json', gone)).toEqual({ outcome: 'pipe-closed' });
    expect(await analysis.digest).toBe(expected);
  });

  test('refuses targets that do not go with a format', async () => {
    await using analysis = await analyseHere();
    const stream = new Writable();
    expect(await refusalOf(() => analysis.write('csv', stream))).toMatch(/^USAGE Cannot write csv to a stream/);
    expect(await refusalOf(() => analysis.write('none' as 'csv', stream))).toMatch(/^USAGE Cannot write format "none"/);
    const table = { table: 'history/devs:developers' };
    expect(await refusalOf(() => analysis.write('json', stream, table))).toMatch(/^USAGE .* carries the whole report/);
  });

  test('is not read after it is closed', async () => {
    const analysis = await analyseHere();
    await analysis.close();
    expect(await refusalOf(() => analysis.digest)).toBe('USAGE Cannot read the report: it is closed');
    expect(await refusalOf(() => rowsOf(analysis))).toBe('USAGE Cannot read the report: it is closed');
  });
});

describe('openReport', () => {
  test('reads what was written, in each form that can be read', async () => {
    const folder = freshFolder('stored');
    await using analysis = await analyseHere();
    const rows = await rowsOf(analysis);
    for (const format of ['json', 'ndjson', 'bin'] as const) {
      const path = join(folder, format);
      await analysis.write(format, path);
      await using report = await openReport(path);
      expect(report.head).toEqual(analysis.head);
      expect(await rowsOf(report), format).toEqual(rows);
      expect(await report.digest).toBe(expected);
      await report.write('json', `${path}-again`);
      expect(readFileSync(`${path}-again`).equals(readFileSync(join(folder, 'json')))).toBe(true);
    }
  });

  test('refuses a report that was changed, and what is none', async () => {
    const folder = freshFolder('changed');
    const path = join(folder, 'report.json');
    await using analysis = await analyseHere({ analyzers: ['devs'] });
    await analysis.write('json', path);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"commits":', '"commits":1'));
    await using report = await openReport(path);
    expect(await refusalOf(() => report.digest)).toMatch(/^INVARIANT Cannot trust .*: it was changed/);
    expect(await refusalOf(() => rowsOf(report))).toMatch(/^INVARIANT/);
    expect(await refusalOf(() => openReport(join(folder, 'none')))).toMatch(/^USAGE/);
  });
});
