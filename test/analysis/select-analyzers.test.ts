import { describe, expect, test } from 'vitest';
import { selectAnalyzers } from '../../analysis/internal.ts';
import { didYouMean } from '../../cmd/nearest-name.ts';
import { refusalOf } from '../cmd/refusal-of.ts';

const ids = ['history/devs', 'history/burndown', 'static/imports', 'history/imports'];

describe('selectAnalyzers()', () => {
  test.each([
    [[], ['history/burndown', 'history/devs', 'history/imports', 'static/imports']],
    [['history/devs'], ['history/devs']],
    [
      ['devs', 'burndown', 'devs'],
      ['history/burndown', 'history/devs'],
    ],
    [['history/*'], ['history/burndown', 'history/devs', 'history/imports']],
    [['*'], ['history/burndown', 'history/devs', 'history/imports', 'static/imports']],
    [['*/imports'], ['history/imports', 'static/imports']],
    [['d*s'], ['history/devs']],
    [['dev?'], ['history/devs']],
    [['*e*v*'], ['history/devs']],
  ])('%j means %j', (patterns, selected) => {
    expect(selectAnalyzers(patterns, ids)).toEqual(selected);
  });

  test('does not let a star cross a slash', async () => {
    const deeper = ['a/b', 'a/b/c', 'a/b/c/d'];
    expect(selectAnalyzers(['a/*'], deeper)).toEqual(['a/b']);
    expect(selectAnalyzers(['a/*/c'], deeper)).toEqual(['a/b/c']);
    expect(await refusalOf(() => selectAnalyzers(['a*/c'], deeper))).toContain('matches none');
  });

  test('names the known ones and the nearest', async () => {
    const refusal = await refusalOf(() => selectAnalyzers(['burndwon'], ids, didYouMean));
    expect(refusal).toBe(
      'USAGE Cannot select analyzer "burndwon": known are history/devs, history/burndown, ' +
        'static/imports, history/imports, did you mean "burndown"?',
    );
  });

  test('refuses a short name that two analyzers share', async () => {
    const refusal = await refusalOf(() => selectAnalyzers(['imports'], ids));
    expect(refusal).toContain('it may be static/imports or history/imports');
  });

  test.each(['', 'x*', 'history/', 'HISTORY/DEVS'])('refuses "%s"', async (pattern) => {
    expect(await refusalOf(() => selectAnalyzers([pattern], ids))).toMatch(/^USAGE/);
  });
});
