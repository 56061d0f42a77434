import type { CommitNotes } from '../commit-notes.ts';
import type { AnalyzerDefinition, FinalFiles, LineReport, ReportContext, ScratchFacts, Section } from '../contract.ts';
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

const noFacts: ScratchFacts<string> = {
  add() {},
  groups: () => [],
  [Symbol.iterator]: () => [][Symbol.iterator](),
  [Symbol.dispose]() {},
};

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

const noNotes: CommitNotes = {
  authorSeconds: () => 0,
  committerSeconds: () => 0,
  authorZoneMinutes: () => 0,
  committerId: () => 0,
  flags: () => 0,
  coAuthors: () => [],
  agentId: () => 0,
  agentEvidence: () => 0,
  agentCount: 0,
  agentName: () => '',
  revertedPlace: () => -1,
  cherryPickedPlace: () => -1,
  tickets: () => [],
  subject: () => '',
  personCount: 0,
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
  notes: noNotes,
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
  isBot: () => false,
  findPeople: (texts) => texts.map(() => []),
  isAnonymous: false,
  languageCount: 0,
  languageName: () => '',
  commitOid: () => '',
  commitSeconds: () => 0,
  eachCommit() {},
  logOrder: () => new Int32Array(0),
  isoUtc,
  factsOf: () => noFacts,
  scratch: () => noFacts,
};
