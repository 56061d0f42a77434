// What counts, and how. All of it stands in the options of the report, and any of it may change the digest.
import { analyse, type AnalyseOptions, type IdentitiesChoice, type MovesPolicy } from 'codefang';
import type { OptionValues, RenamePolicy } from 'codefang';

const renames: RenamePolicy = { similarPercent: 60 };
const moves: MovesPolicy = 'file';
const identities: IdentitiesChoice = 'exact';
const burndown: OptionValues = { granularity: 7, sampling: 7 };

const options: AnalyseOptions = {
  repository: process.argv[2] ?? '.',
  analyzers: ['history/burn*', 'couples'],
  analyzerOptions: { burndown },
  since: new Date('2000-01-01T00:00:00Z'),
  limit: 1000,
  excludes: ['vendor', '*.min.js'],
  renames,
  moves,
  identities,
};
const analysis = await analyse(options);
console.log(JSON.stringify(analysis.head.options, undefined, 2));
await analysis.close();
