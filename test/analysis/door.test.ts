import { expect, test } from 'vitest';
import * as door from '../../analysis/index.ts';
import { formats } from '../../analysis/internal.ts';
import { filesBelow, projectText } from '../tidy/source-files.ts';

/** What a release may not take back. A name that is added needs an example. */
const values = [
  'analyse',
  'BudgetError',
  'chunkLogSchema',
  'CodefangError',
  'listAnalyzers',
  'listFormats',
  'openReport',
  'parseByteSize',
];
const types = [
  'AnalyseOptions',
  'Analysis',
  'AnalysisEvent',
  'AnalysisProgress',
  'AnalyzerSummary',
  'Cell',
  'CellRecord',
  'FailureCode',
  'FormatSummary',
  'IdentitiesChoice',
  'MovesPolicy',
  'OptionValues',
  'RenamePolicy',
  'Report',
  'ReportFormatName',
  'ReportHead',
  'ReportRow',
  'ResumeChoice',
  'WriteOptions',
  'WrittenReport',
];

test('the package has these names and no others', () => {
  expect(Object.keys(door).sort()).toEqual([...values].sort());
  const text = projectText('analysis/index.ts');
  const listed = Array.from(text.matchAll(/export (?:type )?\{([^}]*)\}/g), ([, names]) => names!.split(','));
  const names = listed.flat().map((name) => name.trim().replace(/^type /, ''));
  expect(names.sort()).toEqual([...values, ...types].sort());
});

test('each name of the package has an example', () => {
  const examples = filesBelow('examples').filter((path) => path.endsWith('.ts'));
  const imported = examples.flatMap((path) =>
    Array.from(projectText(path).matchAll(/import (?:type )?\{([^}]*)\} from 'codefang'/g), ([, names]) => names!),
  );
  const used = new Set(
    imported
      .join(',')
      .split(',')
      .map((name) => name.trim().replace(/^type /, '')),
  );
  expect([...values, ...types].filter((name) => !used.has(name))).toEqual([]);
});

test('each format has its name in the types', () => {
  const text = projectText('analysis/report-format-name.ts');
  const typed = Array.from(text.matchAll(/'(\w+)'/g), ([, name]) => name!);
  expect(typed.sort()).toEqual(formats.map(({ name }) => name).sort());
});

test('package.json opens the documented doors only', () => {
  const { exports } = JSON.parse(projectText('package.json')) as { readonly exports: Record<string, unknown> };
  expect(Object.keys(exports).sort()).toEqual(['.', './analyzers', './package.json', './planner']);
});
