import { changeKind } from '../../engine/index.ts';
import {
  type CommitStory,
  languageIdOf,
  languageNames,
  type StoryChange,
  type StoryCommit,
} from '../support/commit-story.ts';

interface Line {
  readonly band: number;
  readonly person: number;
}

interface LineFile {
  /** The last one it had. */
  path: string;
  lines: Line[];
}

export interface BurndownModel {
  /** Lines of each band at each sample. */
  readonly bands: number[][];
  readonly owners: Record<string, Record<string, number>>;
  /** By "author,modifier". */
  readonly interactions: Record<string, number>;
  /** By "sample,name", of whoever has lines. */
  readonly people: Record<string, number>;
  readonly folders: Record<string, number>;
  readonly languages: Record<string, number>;
}

export interface ModelOptions {
  readonly granularity: number;
  readonly sampling: number;
  readonly birth: 'written' | 'landed';
}

interface Walk {
  readonly story: CommitStory;
  readonly files: Map<number, LineFile>;
  readonly interactions: Record<string, number>;
  readonly options: ModelOptions;
}

/** The burndown of a story, line by line: slow, and hard to get wrong. */
export function burndownModel(story: CommitStory, options: ModelOptions): BurndownModel {
  const { granularity, sampling } = options;
  const walk: Walk = { story, files: new Map(), interactions: {}, options };
  if (story.baseline !== undefined) follow(walk, story.baseline);
  const mainline = story.commits.filter(({ isMainline }) => isMainline);
  const lastTick = mainline.at(-1)!.tick;
  const bands: number[][] = [];
  const people: Record<string, number> = {};
  const filesAt: (readonly [LineFile, number])[][] = [];
  for (let start = 0, at = 0; start <= lastTick; start += sampling) {
    for (; at < mainline.length && mainline[at]!.tick < start + sampling; at += 1) follow(walk, mainline[at]!);
    const shownTick = Math.min(lastTick, start + sampling - 1);
    bands.push(countBands(walk, Math.floor(shownTick / granularity) + 1));
    for (const { lines } of walk.files.values()) {
      for (const { person } of lines) if (person >= 0) count(people, `${bands.length - 1},${person}`);
    }
    filesAt.push(Array.from(walk.files.values(), (file) => [file, file.lines.length]));
  }
  // Files count for the folder and the language that they have last.
  const folders = sumBy(filesAt, ({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '.'));
  const languages = sumBy(filesAt, ({ path }) => languageNames[languageIdOf(path)]!);
  return { bands, owners: ownersOf(walk), interactions: walk.interactions, people, folders, languages };
}

function follow(walk: Walk, commit: StoryCommit): void {
  const { files, story } = walk;
  for (const { kind, oldPathId, pathId } of commit.changes) {
    if (kind !== changeKind.renamed) continue;
    const file = files.get(oldPathId)!;
    files.set(pathId, file);
    files.delete(oldPathId);
    file.path = story.paths[pathId]!;
  }
  for (const change of commit.changes) edit(walk, commit, change);
}

function edit({ story, files, options, interactions }: Walk, commit: StoryCommit, change: StoryChange): void {
  const { pathId, hunks, kind } = change;
  const file = files.get(pathId) ?? { path: story.paths[pathId]!, lines: [] };
  const writer = commit.writer < 0 ? commit : story.commits[commit.writer]!;
  const born = options.birth === 'written' ? writer : commit;
  const fresh: Line = { band: Math.floor(born.tick / options.granularity), person: writer.person };
  for (const [oldStart, oldCount, , newCount] of hunks.toReversed()) {
    const gone = file.lines.splice(oldStart, oldCount, ...Array.from({ length: newCount }, () => fresh));
    for (const line of gone) if (line.person >= 0) count(interactions, `${line.person},${writer.person}`);
  }
  if (kind === changeKind.deleted) files.delete(pathId);
  else files.set(pathId, file);
}

function countBands({ files }: Walk, bandCount: number): number[] {
  const bands: number[] = Array.from({ length: bandCount }, () => 0);
  for (const { lines } of files.values()) for (const { band } of lines) bands[band]! += 1;
  return bands;
}

function ownersOf({ files, story }: Walk): BurndownModel['owners'] {
  const owners: BurndownModel['owners'] = {};
  for (const { path, lines } of files.values()) {
    if (story.tree.get(path)!.isBinary) continue;
    owners[path] = {};
    for (const { person } of lines) if (person >= 0) count(owners[path], String(person));
  }
  return owners;
}

function sumBy(
  filesAt: readonly (readonly (readonly [LineFile, number])[])[],
  nameOf: (file: LineFile) => string,
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [sample, files] of filesAt.entries()) {
    for (const [file, lines] of files) if (lines > 0) count(sums, `${sample},${nameOf(file)}`, lines);
  }
  return sums;
}

function count(counts: Record<string, number>, key: string, lines = 1): void {
  counts[key] = (counts[key] ?? 0) + lines;
}
