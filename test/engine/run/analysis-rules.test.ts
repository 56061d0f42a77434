import { afterAll, describe, expect, test } from 'vitest';
import { registry } from '../../../analyzers/index.ts';
import { type AnalysisRules, freezeRules, type OptionValues, reportOptions, stateKey } from '../../../engine/index.ts';
import { historyOf, usualRules } from '../../support/engine-run.ts';
import { GitFixture } from '../../support/git-fixture.ts';

const fixture = GitFixture.init();
for (const at of [1, 2, 3, 4, 5]) fixture.commit({ files: { a: `${at}\n` } });
const firstCommit = fixture.git('rev-parse', 'HEAD~4');
fixture.git('replace', 'HEAD~3^{tree}', 'HEAD~4^{tree}');
afterAll(() => fixture.dispose());

const bytesOf = (text: string): Uint8Array => Buffer.from(text);
const analyzerOf = (folder: string): AnalysisRules['analyzers'][number] => {
  const definition = registry.find(({ id }) => id === `history/${folder}`)!;
  const options = Object.fromEntries(definition.options.map(({ name, initial }) => [name, initial]));
  return { definition, options };
};
const base = freezeRules({
  ...usualRules,
  identities: { name: 'people', bytes: bytesOf('Ada|ada@example.org\n') },
  analyzers: [analyzerOf('couples'), analyzerOf('devs'), analyzerOf('burndown')],
});

/** Another value of each rule. A rule that is added needs a line here, or this does not compile. */
const others = {
  revision: ['HEAD~2'],
  excludedRevision: ['HEAD~2'],
  firstParentOnly: [true],
  sinceSeconds: [1],
  untilSeconds: [4_000_000_000],
  commitCountMax: [1000],
  paths: [
    { include: ['src'], exclude: [] },
    { include: [], exclude: ['src'] },
  ],
  renames: ['off', { similarPercent: 50 }],
  moves: ['file'],
  identities: ['exact', 'mailmap', { name: 'people', bytes: bytesOf('Ada|ada@example.com\n') }],
  ignoreRevs: [[{ name: 'ignored', bytes: bytesOf(`${firstCommit}\n`) }]],
  tickSeconds: [3600],
  blobBytesMax: [1000],
  allowIncomplete: [true],
  replaceObjects: [false],
  isPerCommit: [true],
  anonymize: [true],
  analyzers: [
    [analyzerOf('devs'), analyzerOf('burndown')],
    [{ ...analyzerOf('couples'), options: { 'max-files': 7 } }, analyzerOf('devs'), analyzerOf('burndown')],
  ],
} satisfies { readonly [Name in keyof AnalysisRules]: readonly AnalysisRules[Name][] };

const cases = Object.entries(others).flatMap(([name, values]) => {
  return values.map((value, at) => [`${name} ${at + 1}`, { ...base, [name]: value } as AnalysisRules] as const);
});

/** What a report says before its numbers that may tell two rules apart. */
function statedBy(rules: AnalysisRules): string {
  const history = historyOf(fixture.path, rules);
  return JSON.stringify([history.head, reportOptions(rules, history)]);
}

describe('AnalysisRules', () => {
  test.each(cases)('another %s is another report', (_, rules) => {
    expect(statedBy(rules)).not.toBe(statedBy(base));
  });

  test('are stated in a fixed order', () => {
    const options = reportOptions(base, historyOf(fixture.path, base));
    expect(Object.keys(options)).toEqual([
      'first_parent',
      'since',
      'until',
      'limit',
      'paths',
      'excludes',
      'renames',
      'identities',
      'moves',
      'ignored_commits',
      'tick_seconds',
      'blob_bytes_max',
      'allow_incomplete',
      'replace_objects',
      'analyzers',
    ]);
  });

  test('are frozen, with what is in them', () => {
    expect(Object.isFrozen(base)).toBe(true);
    expect(Object.isFrozen(base.paths.include)).toBe(true);
    expect(() => Object.assign(base.analyzers[0]!.options, { anonymize: 1 })).toThrow(TypeError);
  });

  test('name a people dictionary by its bytes, not by its path', () => {
    const moved = { ...base, identities: { name: 'elsewhere', bytes: bytesOf('Ada|ada@example.org\n') } };
    expect(statedBy(moved)).toBe(statedBy(base));
  });
});

describe('stateKey', () => {
  const keyOf = (rules: AnalysisRules): string => JSON.stringify(stateKey(rules, historyOf(fixture.path, rules)));
  /** Told apart by the beginning of the walk, and not at all. */
  const elsewhere = ['revision', 'ignoreRevs', 'anonymize'];

  test.each(cases.filter(([name]) => !elsewhere.some((one) => name.startsWith(one))))(
    'another %s is another state',
    (_, rules) => {
      expect(keyOf(rules)).not.toBe(keyOf(base));
    },
  );

  test('does not depend on names, by whatever option they are hidden', () => {
    const devs = { ...analyzerOf('devs'), options: { anonymize: true } };
    const hidden = { ...base, anonymize: true, analyzers: [analyzerOf('couples'), devs, analyzerOf('burndown')] };
    expect(keyOf(hidden)).toBe(keyOf(base));
  });

  test('does not depend on what a report lists', () => {
    const withPairs = (options: OptionValues): AnalysisRules => ({
      ...base,
      analyzers: [{ ...analyzerOf('couples'), options: { ...analyzerOf('couples').options, ...options } }],
    });
    expect(keyOf(withPairs({ 'min-shared': 7 }))).toBe(keyOf(withPairs({})));
    expect(keyOf(withPairs({ 'max-files': 7 }))).not.toBe(keyOf(withPairs({})));
  });

  test('of lines alone does not depend on people, ticks and options of analyzers', () => {
    const lines = { ...base, analyzers: [analyzerOf('burndown')] };
    const labelled: Partial<AnalysisRules>[] = [
      { identities: 'exact' },
      { tickSeconds: 3600 },
      { analyzers: [{ ...analyzerOf('burndown'), options: { granularity: 7 } }] },
      { analyzers: [analyzerOf('burndown'), analyzerOf('ledger')] },
    ];
    for (const other of labelled) expect(keyOf({ ...lines, ...other })).toBe(keyOf(lines));
    expect(keyOf({ ...lines, moves: 'file' })).not.toBe(keyOf(lines));
  });
});
