import type { ReportContext } from '../../engine/index.ts';

/** One way to sort lines into labels: by the commit that wrote them, or by the file that has them. */
export type LabelKind = CommitLabels | FileLabels;

interface Labels {
  readonly name: string;
  /** Labels are `[0, count)`. Read when all files have been seen. */
  readonly count: number;
  text(label: number): string;
}

export interface CommitLabels extends Labels {
  ofOrigin(origin: number): number;
}

export interface FileLabels extends Labels {
  ofPath(pathId: number): number;
}

/** What lines can be sorted by, and how it is put in the help. */
export const labelKindNames = ['cohort', 'author', 'folder', 'language', 'class'] as const;

export type LabelKindName = (typeof labelKindNames)[number];

export function isByFile(kind: LabelKind): kind is FileLabels {
  return 'ofPath' in kind;
}

/** All lines, then the kinds that are asked for in the order of `labelKindNames`. */
export function labelKinds(names: readonly string[], context: ReportContext): LabelKind[] {
  const wanted = labelKindNames.filter((name) => names.includes(name));
  return [everything, ...wanted.map((name) => makers[name](context))];
}

const everything: LabelKind = { name: 'all', count: 1, text: () => 'all', ofOrigin: () => 0 };

const makers: Readonly<Record<LabelKindName, (context: ReportContext) => LabelKind>> = {
  cohort: cohorts,
  author: (context) => ({
    name: 'author',
    count: context.personCount,
    text: (person) => context.personName(person),
    ofOrigin: (origin) => context.personOf(origin),
  }),
  folder: folders,
  language: (context) => ({
    name: 'language',
    count: context.languageCount,
    text: (language) => context.languageName(language),
    ofPath: (path) => context.languageOfPath(path),
  }),
  class: (context) => ({
    name: 'class',
    count: classes.length,
    text: (id) => classes[id]!,
    ofPath: (path) => classes.indexOf(context.classOfPath(path)),
  }),
};

const classes = ['code', 'test', 'docs', 'config', 'generated', 'vendored', 'data', 'bookkeeping'] as const;

/** By the year in which the mainline first had them. */
function cohorts(context: ReportContext): LabelKind {
  const { firstCommitSeconds, lastCommitSeconds } = context.history;
  const first = yearOf(firstCommitSeconds, context);
  return {
    name: 'cohort',
    count: yearOf(lastCommitSeconds, context) - first + 1,
    text: (year) => String(first + year),
    ofOrigin: (origin) => yearOf(context.commitSeconds(context.lines.landedPlace(origin)), context) - first,
  };
}

function yearOf(seconds: number, context: ReportContext): number {
  return Number.parseInt(context.isoUtc(seconds), 10);
}

/** By the first folder of the path; the root is `.`. BOUNDED BY: the names of those folders. */
function folders(context: ReportContext): LabelKind {
  const names: string[] = [];
  const ids = new Map<string, number>();
  return {
    name: 'folder',
    get count() {
      return names.length;
    },
    text: (folder) => names[folder]!,
    ofPath(path) {
      const text = context.pathText(path);
      const slash = text.indexOf('/');
      const name = slash < 0 ? '.' : text.slice(0, slash);
      const known = ids.get(name);
      if (known !== undefined) return known;
      ids.set(name, names.length);
      names.push(name);
      return names.length - 1;
    },
  };
}
