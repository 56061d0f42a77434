import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseAnalyzers } from '../../../analysis/choose-analyzers.ts';
import { analyzerFlags } from '../../../cmd/flags/analyzer-flags.ts';
import { initialDraft } from '../../../cmd/flags/run-draft.ts';
import type { AnalyzerDefinition, AnalyzerOption, OptionValue } from '../../../engine/index.ts';
import { runEngine } from '../../support/engine-run.ts';
import { GitFixture } from '../../support/git-fixture.ts';

const options: readonly AnalyzerOption[] = [
  { name: 'rate', kind: 'number', initial: 0.05, min: 0, max: 1, help: 'A share' },
  { name: 'by', kind: 'list', initial: ['year'], choices: ['year', 'folder', 'author'], help: 'Kinds of labels' },
  { name: 'only', kind: 'list', initial: [], help: 'Any texts' },
  { name: 'pattern', kind: 'text', initial: '', help: 'A text' },
  { name: 'teams', kind: 'file', initial: '', help: 'A file' },
];

const toy: AnalyzerDefinition = {
  id: 'history/toy',
  title: 'Toy',
  description: 'Has an option of each kind',
  needs: ['changes'],
  options,
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 0, aggregateBytesPerCommit: 0 },
  create: () => ({ report: () => [] }),
};

/** What the command line makes of values that are said one after the other. */
function said(name: string, ...texts: readonly string[]): OptionValue | undefined {
  const flag = analyzerFlags([toy]).find((one) => one.name === `toy-${name}`)!;
  const draft = texts.reduce((before, text) => flag.apply(text, before), initialDraft('/spill', '/state', 0));
  return draft.saidOptions['history/toy']?.[name];
}

function chosen(values: Readonly<Record<string, OptionValue>>): ReturnType<typeof chooseAnalyzers> {
  return chooseAnalyzers([toy], { anonymize: false }, ['toy'], { toy: values });
}

test('the command line reads a value of each kind', () => {
  expect(said('rate', '0.1')).toBe(0.1);
  expect(said('by', 'year, folder', 'author')).toEqual(['year', 'folder', 'author']);
  expect(said('only', 'a', 'b,c')).toEqual(['a', 'b', 'c']);
  expect(said('pattern', 'fix|bug')).toBe('fix|bug');
  expect(said('teams', 'teams.csv')).toBe('teams.csv');
});

test('what is no value of its kind is refused with what is', () => {
  expect(() => said('rate', '2')).toThrow('Cannot read number "2": expected one from 0 to 1');
  expect(() => said('rate', '1e-3')).toThrow('Cannot read number "1e-3"');
  expect(() => said('by', 'year,foldr')).toThrow(/"foldr": expected year, folder, author.*folder/);
  expect(() => chosen({ rate: Number.NaN })).toThrow('expected a number from 0 to 1');
  expect(() => chosen({ by: ['month'] })).toThrow('expected an array of year, folder, author');
  expect(() => chosen({ only: [1] as unknown as string[] })).toThrow('expected an array of texts');
  expect(() => chosen({ pattern: 1 })).toThrow('expected a text');
  expect(() => chosen({ teams: 1 })).toThrow('expected the path of a file');
});

test('a file is read once, and a report states what is in it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'codefang-test-'));
  try {
    const path = join(folder, 'teams.csv');
    writeFileSync(path, 'Ada,core\n');
    const analyzers = chosen({ teams: path });
    rmSync(path);
    expect(analyzers[0]!.options['teams']).toEqual({ name: path, bytes: Buffer.from('Ada,core\n') });
    using fixture = GitFixture.init();
    fixture.commit({ files: { a: '1\n' } });
    const { report } = await runEngine({ repository: fixture.path, rules: { analyzers } });
    const hash = 'sha256:63f55ea365b51b179a4d698fe63f9596852d8a21d0572b24709e267b010aba81';
    expect(report.options).toMatchObject({
      analyzers: { 'history/toy': { teams: hash, by: ['year'], rate: 0.05, only: [], pattern: '' } },
    });
    expect(() => chosen({ teams: path })).toThrow('Cannot read file of teams');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
