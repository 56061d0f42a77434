import type { Cell, CellRecord, OptionValues } from '../contract.ts';
import { isoUtc } from '../history/index.ts';
import { hashOfRuleFile, type History, isRuleFile } from '../survey/index.ts';
import { languageTableHash } from '../source/index.ts';
import type { CheckpointFields } from '../checkpoint/index.ts';
import type { SelectedAnalyzer } from '../state/index.ts';
import type { AnalysisRules } from './analysis-rules.ts';

interface RuleText {
  /** What the options of a report say of the rule: another value gives another text. */
  readonly stated: (rules: AnalysisRules, history: History) => CellRecord;
  /**
   * Whether what is kept between runs depends on it:
   *
   *   always         on its value
   *   with changes   on its value where some analyzer folds changes; else it only labels a report when it is written
   *   by walk        on the beginning of the walk, which names the commits; see `WalkHash`
   *   by analyzer    on those that have state of their own
   *   never          it labels reports
   */
  readonly splitsState: 'always' | 'with changes' | 'by walk' | 'by analyzer' | 'never';
}

const always = 'always';

/** Every rule, in the order of the report. */
const ruleTexts = {
  // Stated as the commit that it names: `repository.head`.
  revision: { stated: () => ({}), splitsState: 'by walk' },
  // By the commit as well; left out where nothing is excluded.
  excludedRevision: { stated: (_, history) => statedExclusion(history), splitsState: always },
  firstParentOnly: { stated: (rules) => ({ first_parent: rules.firstParentOnly }), splitsState: always },
  sinceSeconds: { stated: (rules) => ({ since: isoOrNull(rules.sinceSeconds) }), splitsState: always },
  untilSeconds: { stated: (rules) => ({ until: isoOrNull(rules.untilSeconds) }), splitsState: always },
  commitCountMax: { stated: (rules) => ({ limit: rules.commitCountMax ?? null }), splitsState: always },
  paths: {
    stated: ({ paths }) => ({ paths: paths.include, excludes: paths.exclude }),
    splitsState: always,
  },
  renames: {
    stated: ({ renames }) => ({
      renames: typeof renames === 'string' ? renames : `similar:${renames.similarPercent}`,
    }),
    splitsState: always,
  },
  identities: {
    stated: ({ identities }) => ({
      identities: typeof identities === 'string' ? identities : `file:${hashOfRuleFile(identities)}`,
    }),
    splitsState: 'with changes',
  },
  moves: { stated: (rules) => ({ moves: rules.moves }), splitsState: always },
  // The revision has a list of its own, so the ids are hashed that were listed anywhere.
  ignoreRevs: { stated: (_, { ignored }) => ({ ignored_commits: ignored.hash }), splitsState: 'by walk' },
  tickSeconds: { stated: (rules) => ({ tick_seconds: rules.tickSeconds }), splitsState: 'with changes' },
  blobBytesMax: { stated: (rules) => ({ blob_bytes_max: rules.blobBytesMax }), splitsState: always },
  allowIncomplete: { stated: (rules) => ({ allow_incomplete: rules.allowIncomplete }), splitsState: always },
  // Where nothing is replaced the rule changes nothing.
  replaceObjects: { stated: (_, history) => statedReplacements(history), splitsState: always },
  isPerCommit: { stated: (rules) => (rules.isPerCommit ? { per_commit: true } : {}), splitsState: always },
  anonymize: { stated: (rules) => (rules.anonymize ? { anonymize: true } : {}), splitsState: 'never' },
  analyzers: {
    stated: ({ analyzers }) => ({ analyzers: statedAnalyzers(analyzers.filter(isStated)) }),
    splitsState: 'by analyzer',
  },
} as const satisfies Record<keyof AnalysisRules, RuleText>;

/** Everything of the options that can change a number, in a fixed order. */
export function reportOptions(rules: AnalysisRules, history: History): CellRecord {
  return stated(rules, history, () => true);
}

/**
 * What a checkpoint must agree in beside the beginning of the walk. Rules that only label what is kept when a report
 * is written are left out, so that state serves reports with other bands, samples or people. Analyzers of lines have
 * no state of their own: their options and names count for nothing.
 */
export function stateKey(rules: AnalysisRules, history: History): CheckpointFields {
  const stateful = rules.analyzers.filter(
    ({ definition }) => definition.needs.includes('changes') || rules.isPerCommit,
  );
  return {
    ...stated(rules, history, ({ splitsState }) => splitsState === always),
    ...(stateful.length > 0 && stated(rules, history, ({ splitsState }) => splitsState === 'with changes')),
    // Analyzers of changes may keep languages by id.
    ...(stateful.length > 0 && { languages: languageTableHash() }),
    lines: rules.analyzers.some(({ definition }) => definition.needs.includes('lines')),
    analyzers: statedAnalyzers(stateful.map(withoutLabels)),
  } as CheckpointFields;
}

/** Options that only reports read, or that are another name of a label, say nothing of state. */
function withoutLabels({ definition, options }: SelectedAnalyzer): SelectedAnalyzer {
  const labels = definition.options.filter(({ aliasOf, isReportOnly }) => isReportOnly || aliasOf !== undefined);
  const initial = Object.fromEntries(labels.map(({ name, initial: value }) => [name, value]));
  return { definition, options: { ...options, ...initial } };
}

function stated(rules: AnalysisRules, history: History, isMeant: (text: RuleText) => boolean): CellRecord {
  const texts: readonly RuleText[] = Object.values(ruleTexts);
  return Object.assign({}, ...texts.filter(isMeant).map((text) => text.stated(rules, history))) as CellRecord;
}

/** One that is only read can change a number by its options alone. */
function isStated({ isOnlyRead = false, options }: SelectedAnalyzer): boolean {
  return !isOnlyRead || Object.keys(options).length > 0;
}

function statedAnalyzers(analyzers: AnalysisRules['analyzers']): CellRecord {
  return Object.fromEntries(analyzers.map(({ definition, options }) => [definition.id, statedOptions(options)]));
}

/** A file is stated by what is in it. */
function statedOptions(options: OptionValues): CellRecord {
  const stated = Object.entries(options).map(([name, value]): [string, Cell] => {
    return [name, isRuleFile(value) ? hashOfRuleFile(value) : value];
  });
  return Object.fromEntries(stated);
}

/** What stands in the place of other objects and of other parents, by the digest of the lists. */
function statedReplacements({ location, grafts }: History): CellRecord {
  const { replaced } = location;
  return {
    ...(replaced !== undefined && { replace_objects: `sha256:${replaced.digest}` }),
    ...(grafts !== undefined && { grafts: `sha256:${grafts.digest}` }),
  };
}

function statedExclusion({ excludedHead }: History): CellRecord {
  return excludedHead === undefined ? {} : { excluded_commit: excludedHead };
}

function isoOrNull(seconds: number | undefined): string | null {
  return seconds === undefined ? null : isoUtc(seconds);
}
