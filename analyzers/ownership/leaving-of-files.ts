import type { ReportContext } from '../../engine/index.ts';
import { FileAuthors } from './authors.ts';
import type { FolderTree } from './folder-tree.ts';
import type { Groups } from './group-books.ts';
import type { HoldingFacts } from './holdings.ts';
import { FileLeaving, type Leaving } from './leaving.ts';
import type { People } from './people.ts';
import { TwoReadings } from './two-readings.ts';

/** Folders with fewer files have no truck factor. */
const folderFilesMin = 20;

export const populations = ['all', 'active'] as const;
type Population = (typeof populations)[number];

export interface FileSources {
  readonly groups: Groups;
  readonly holdings: HoldingFacts;
  readonly people: People;
  readonly creators: Int32Array;
  readonly context: ReportContext;
}

/** Who of a population leaves, by the two definitions that count files. */
type FilesLeaving = Readonly<Record<Population, Readonly<Record<'avelino' | 'files50', Leaving>>>>;

interface Range {
  readonly group: number;
  readonly start: number;
  readonly end: number;
}

/**
 * By group: everything, and folders with enough files. Folders of one depth follow each other, so that each depth takes
 * two readings of the files side by side. BOUNDED BY: folders with enough files, and the people of each who leave.
 */
export function leavingOfFiles(
  sources: FileSources,
  isHere: Readonly<Record<Population, (person: number) => boolean>>,
  hasFolders: boolean,
): ReadonlyMap<number, FilesLeaving> {
  const { holdings, context, groups } = sources;
  const found = new Map<number, FilesLeaving>();
  const counts = new FileCounts(sources, isHere);
  const all = [{ group: 0, start: 0, end: context.files.count }];
  for (const ranges of [all, ...(hasFolders ? rangesByDepth(groups.folders) : [])]) {
    const readings = new TwoReadings(holdings, context.files.count);
    try {
      for (const range of ranges) found.set(range.group, counts.leaving(range, readings));
    } finally {
      readings.close();
    }
  }
  return found;
}

function rangesByDepth(folders: FolderTree): Range[][] {
  const byDepth: Range[][] = [];
  for (let folder = 1; folder < folders.count; folder += 1) {
    const [start, end] = [folders.starts[folder]!, folders.ends[folder]!];
    if (end - start >= folderFilesMin)
      (byDepth[folders.depths[folder]!] ??= []).push({ group: 1 + folder, start, end });
  }
  return byDepth.filter((ranges) => ranges !== undefined);
}

/** The files of a range, counted by both definitions for both populations. */
class FileCounts {
  readonly #reader: FileAuthors;
  readonly #avelino: Record<Population, FileLeaving>;
  readonly #owners: Record<Population, FileLeaving>;

  constructor({ people, creators }: FileSources, isHere: Readonly<Record<Population, (person: number) => boolean>>) {
    const make = (population: Population): FileLeaving => new FileLeaving(people.count, isHere[population]);
    this.#reader = new FileAuthors(people, creators);
    this.#avelino = { all: make('all'), active: make('active') };
    this.#owners = { all: make('all'), active: make('active') };
  }

  leaving({ start, end }: Range, readings: TwoReadings): FilesLeaving {
    const reader = this.#reader;
    this.#each((avelino, owners) => (avelino.start(), owners.start()));
    readings.first(start, end, (file) => {
      reader.read(file);
      this.#each((avelino, owners) => {
        avelino.count(reader.authors);
        owners.count(reader.owners);
      });
    });
    this.#each((avelino, owners) => (avelino.takeTurns(), owners.takeTurns()));
    readings.second(start, end, (file) => {
      reader.read(file);
      this.#each((avelino, owners) => {
        if (reader.isChanged) avelino.note(reader.authors);
        if (reader.owners.length > 0) owners.note(reader.owners);
      });
    });
    const result = (population: Population): Readonly<Record<'avelino' | 'files50', Leaving>> => ({
      avelino: this.#avelino[population].result(),
      files50: this.#owners[population].result(),
    });
    return { all: result('all'), active: result('active') };
  }

  #each(act: (avelino: FileLeaving, owners: FileLeaving) => void): void {
    for (const population of populations) act(this.#avelino[population], this.#owners[population]);
  }
}
