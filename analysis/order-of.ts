import { tmpdir } from 'node:os';
import { registry } from '../analyzers/index.ts';
import { type AnalysisRules, blobBytesMaxUsual, freezeRules, type Identities, readRuleFile } from '../engine/index.ts';
import type { AnalyseOptions, IdentitiesChoice } from './analyse-options.ts';
import type { AnalysisMeans, AnalysisOrder } from './analysis-order.ts';
import { checkOptions } from './check-options.ts';
import { chooseAnalyzers, isAliasSaid } from './choose-analyzers.ts';
import { parseRange } from './parse-range.ts';
import { type CompleteOptions, completeOptions } from './usual-options.ts';

/**
 * Options with their defaults, checked, and the files they name read: each of them once.
 *
 * @throws {CodefangError} USAGE naming what cannot be used
 */
export function orderOf(options: AnalyseOptions): AnalysisOrder {
  const complete = completeOptions(options);
  checkOptions(complete);
  return { repository: complete.repository, rules: rulesOf(complete), means: meansOf(complete) };
}

function rulesOf(options: CompleteOptions): AnalysisRules {
  const anonymize = options.anonymize || isAliasSaid(registry, 'anonymize', options.analyzerOptions);
  return freezeRules({
    ...parseRange(options.revision, options.firstParent),
    firstParentOnly: options.firstParent,
    sinceSeconds: secondsOf(options.since),
    untilSeconds: secondsOf(options.until),
    commitCountMax: options.limit,
    paths: { include: options.paths, exclude: options.excludes },
    renames: options.renames,
    moves: options.moves,
    identities: identitiesOf(options.identities),
    anonymize,
    ignoreRevs: options.ignoreRevsFiles.map((path) => readRuleFile('commits to ignore from', path)),
    tickSeconds: options.tickSeconds,
    blobBytesMax: blobBytesMaxUsual,
    allowIncomplete: options.allowIncomplete,
    replaceObjects: options.replaceObjects,
    isPerCommit: options.perCommit,
    analyzers: chooseAnalyzers(registry, { anonymize }, options.analyzers, options.analyzerOptions),
  });
}

function meansOf(options: CompleteOptions): AnalysisMeans {
  const { stateDirectory } = options;
  return {
    memoryBudget: String(options.memoryBudget),
    workers: options.workers,
    verify: options.verify,
    spillDirectory: options.spillDirectory ?? tmpdir(),
    stateDirectory,
    resume: options.resume,
    incremental: options.incremental,
    clearCheckpoint: options.clearCheckpoint,
    checkpointEverySeconds: options.checkpointEverySeconds,
    stateBytesMax: options.stateBytesMax,
    diskBytesMax: options.diskBytesMax,
  };
}

function secondsOf(time: Date | number | undefined): number | undefined {
  return time instanceof Date ? Math.floor(time.getTime() / 1000) : time;
}

function identitiesOf(choice: IdentitiesChoice): Identities {
  return typeof choice === 'string' ? choice : readRuleFile('people dictionary', choice.file);
}
