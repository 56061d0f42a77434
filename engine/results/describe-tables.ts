import type { AnalyzerDefinition, Facts, FinalFiles, LineReport, ReportContext } from '../contract.ts';
import type { ScratchFacts, Section } from '../contract.ts';
import { isoUtc } from '../history/index.ts';

/** A table of an analyzer's report without its rows. */
export type TableDescription = Omit<Section, 'rows'>;

/**
 * The tables of an analyzer, in the order of its report, without a repository: what it says of an
 * empty history, where every analyzer gives all its tables.
 */
export function describeTables(definition: AnalyzerDefinition): TableDescription[] {
  const options = definition.options.map(({ name, initial }) => [name, initial] as const);
  const run = definition.create({
    options: Object.fromEntries(options),
    facts: () => noFacts,
    parts: (_name, shape) => ({ get: (id) => shape.create(id), remove() {}, ids: () => [] }),
  });
  return Array.from(run.report(emptyContext), ({ rows: _rows, ...table }) => table);
}

const noFacts: Facts<string> = { add() {}, groups: () => [], [Symbol.iterator]: () => [][Symbol.iterator]() };

const noScratch: ScratchFacts<string> = { ...noFacts, [Symbol.dispose]() {} };

const noFiles: FinalFiles = {
  count: 0,
  path: () => '',
  lines: () => 0,
  isBinary: () => false,
  pathId: () => -1,
  fileId: () => -1,
  rankOfPath: () => -1,
  eachRankOfFile() {},
  textLines: 0,
};

const noLines: LineReport = {
  events: () => [],
  deaths: () => [],
  eachAlive() {},
  landedPlace: () => -1,
  fileCount: 0,
  filePathId: () => -1,
};

const emptyContext: ReportContext = {
  history: {
    commits: 0,
    mainlineCommits: 0,
    merges: 0,
    firstCommitSeconds: 0,
    lastCommitSeconds: 0,
    tickSeconds: 86_400,
    originSeconds: 0,
    lastTick: 0,
  },
  files: noFiles,
  lines: noLines,
  personOf: () => 0,
  tickOf: () => 0,
  isMainline: () => false,
  pathText: () => '',
  pathBytes: () => new Uint8Array(0),
  languageOfPath: () => 0,
  classOfPath: () => 'code',
  fileBytes: () => undefined,
  personCount: 0,
  personName: () => '',
  authorName: () => '',
  personEmail: () => '',
  languageCount: 0,
  languageName: () => '',
  commitOid: () => '',
  commitSeconds: () => 0,
  eachCommit() {},
  logOrder: () => new Int32Array(0),
  isoUtc,
  factsOf: () => noFacts,
  scratch: () => noScratch,
};
