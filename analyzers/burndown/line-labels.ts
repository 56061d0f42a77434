import type { LineReport, OptionValues, ReportContext } from '../../engine/index.ts';
import type { SampleGrid } from './sample-grid.ts';

/** The person, and so the owner, of lines that are nobody's: older than the walk, or people are not followed. */
export const nobody = -1;

/** What a report calls the commits and files of the ledger: bands, people, folders, languages. */
export class LineLabels {
  readonly grid: SampleGrid;
  /** Folders by id, in the order in which files name them; the root is `.`. */
  readonly folders: string[] = [];
  readonly #context: ReportContext;
  readonly #lines: LineReport;
  readonly #isByPerson: boolean;
  readonly #isByLanding: boolean;
  readonly #folderOfFile: Int32Array;

  constructor(context: ReportContext, grid: SampleGrid, options: OptionValues) {
    this.grid = grid;
    this.#context = context;
    this.#lines = context.lines;
    this.#isByPerson = options['people'] === true;
    this.#isByLanding = options['birth'] === 'landed';
    this.#folderOfFile = this.#nameFolders();
  }

  get isByPerson(): boolean {
    return this.#isByPerson;
  }

  /** Sample of the mainline commit at a place. */
  sample(place: number): number {
    return this.grid.sampleOf(this.#context.tickOf(place));
  }

  /** Age band of lines: of the commit that wrote them, or of the one with which the mainline got it. */
  band(origin: number): number {
    if (origin < 0) return 0;
    const born = this.#isByLanding ? this.#lines.landedPlace(origin) : origin;
    return this.grid.bandOf(this.#context.tickOf(born));
  }

  person(origin: number): number {
    return origin < 0 || !this.#isByPerson ? nobody : this.#context.personOf(origin);
  }

  folder(file: number): number {
    return this.#folderOfFile[file]!;
  }

  language(file: number): number {
    return this.#context.languageOfPath(this.#lines.filePathId(file));
  }

  /** The first folder of each file's path. BOUNDED BY: 4 bytes a file, and the names of folders of the root. */
  #nameFolders(): Int32Array {
    const lines = this.#lines;
    const folders = new Int32Array(lines.fileCount);
    const ids = new Map<string, number>();
    for (let file = 0; file < lines.fileCount; file += 1) {
      const text = this.#context.pathText(lines.filePathId(file));
      const slash = text.indexOf('/');
      const name = slash < 0 ? '.' : text.slice(0, slash);
      let id = ids.get(name);
      if (id === undefined) {
        id = this.folders.length;
        ids.set(name, id);
        this.folders.push(name);
      }
      folders[file] = id;
    }
    return folders;
  }
}
