import type { Facts, ReportContext } from '../../engine/index.ts';
import type { FolderTree } from './folder-tree.ts';
import { type HoldingFacts } from './holdings.ts';
import type { Touches } from './touches.ts';

export type GroupFacts = Facts<'group' | 'owner' | 'alive' | 'added' | 'commits' | 'work'>;

export type GroupScope = 'all' | 'folder' | 'language';

export interface GroupName {
  readonly scope: GroupScope;
  readonly key: string;
}

/** The key of the scope that has one. */
const everything = '*';

/** Groups of files by number: everything, then the folders, then the languages in the order of their names. */
export class Groups {
  readonly #folders: FolderTree;
  readonly #context: ReportContext;
  /** Of a language, its place among the names. BOUNDED BY: 8 bytes a language. */
  readonly #placeOfLanguage: Int32Array;
  readonly #languages: Int32Array;

  constructor(folders: FolderTree, context: ReportContext) {
    this.#folders = folders;
    this.#context = context;
    const names = Array.from({ length: context.languageCount }, (_, id) => context.languageName(id));
    this.#languages = Int32Array.from(names.keys());
    this.#languages.sort((a, b) => (names[a]! < names[b]! ? -1 : names[a]! > names[b]! ? 1 : a - b));
    this.#placeOfLanguage = new Int32Array(names.length);
    this.#languages.forEach((language, place) => (this.#placeOfLanguage[language] = place));
  }

  get count(): number {
    return 1 + this.#folders.count + this.#languages.length;
  }

  get folders(): FolderTree {
    return this.#folders;
  }

  /** Calls back with the folders and the language of a file: all groups but the first. */
  eachGroup(rank: number, visit: (group: number) => void): void {
    this.#folders.eachFolder(rank, (folder) => visit(1 + folder));
    const language = this.#context.languageOfPath(this.#context.files.pathId(rank));
    visit(1 + this.#folders.count + this.#placeOfLanguage[language]!);
  }

  nameOf(group: number): GroupName {
    if (group === 0) return { scope: 'all', key: everything };
    const folder = group - 1;
    if (folder < this.#folders.count) return { scope: 'folder', key: this.#folders.names[folder]! };
    const language = this.#languages[folder - this.#folders.count]!;
    return { scope: 'language', key: this.#context.languageName(language) };
  }

  /** The folder that a group is, or -1. */
  folderOf(group: number): number {
    return group > 0 && group <= this.#folders.count ? group - 1 : -1;
  }
}

/**
 * What each owner has of each group. Everything counts added lines and commits of files that are gone as well; a commit
 * counts once in a group, however many of its files it changed.
 */
export function sumGroups(
  touches: Touches,
  holdings: HoldingFacts,
  groups: Groups,
  context: ReportContext,
): GroupFacts {
  const sums = context.scratch({
    name: 'ownership_groups',
    keys: ['group', 'owner'],
    columns: { alive: 'sum', added: 'sum', commits: 'sum', work: 'sum' },
  });
  for (const { rank, owner, alive, added, work } of holdings) {
    sums.add(0, owner, 0, alive, 0, 0, work);
    groups.eachGroup(rank, (group) => sums.add(group, owner, 0, alive, added, 0, work));
  }
  const commits = context.scratch({
    name: 'ownership_commits',
    keys: ['group', 'place'],
    columns: { files: 'sum' },
  });
  for (const { file, place, added } of touches) {
    sums.add(0, context.personOf(place) + 1, 0, 0, added, 0, 0);
    commits.add(0, place, 0, 1);
    context.files.eachRankOfFile(file, (rank) => groups.eachGroup(rank, (group) => commits.add(group, place, 0, 1)));
  }
  for (const { group, place } of commits) sums.add(group, context.personOf(place) + 1, 0, 0, 0, 1, 0);
  return sums;
}
