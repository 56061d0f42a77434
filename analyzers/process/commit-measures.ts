import type { ReportContext } from '../../engine/index.ts';
import { ChangeEntropy } from './change-entropy.ts';
import type { WalkedCommit } from './commit-walk.ts';
import { FolderCounter } from './folder-counter.ts';

/** What a commit is by its own files and their past. */
export interface CommitMeasures {
  readonly ns: number;
  readonly nd: number;
  readonly nf: number;
  readonly entropy: number;
  readonly la: number;
  readonly ld: number;
  readonly lt: number;
  /** Null where all files are new. */
  readonly ageDays: number | null;
  readonly nuc: number;
}

const daySeconds = 86_400;

/** Measures commits one by one. BOUNDED BY: 4 bytes a commit. */
export class CommitMeter {
  readonly #context: ReportContext;
  readonly #folders = new FolderCounter();
  readonly #entropy = new ChangeEntropy();
  /** By the place of an earlier commit: one more than the place of the commit that met it last. */
  readonly #met: Uint32Array;

  constructor(context: ReportContext) {
    this.#context = context;
    this.#met = new Uint32Array(context.history.commits);
  }

  measure({ place, changes }: WalkedCommit): CommitMeasures {
    const seconds = this.#context.commitSeconds(place);
    this.#folders.clear();
    this.#entropy.clear();
    const sums = { files: 0, added: 0, removed: 0, before: 0, known: 0, age: 0, earlier: 0 };
    for (const { path, added, removed, before, last } of changes) {
      this.#folders.add(this.#context.pathText(path));
      this.#entropy.add(added + removed);
      sums.files += 1;
      sums.added += added;
      sums.removed += removed;
      sums.before += before;
      if (last < 0) continue;
      sums.known += 1;
      sums.age += seconds - this.#context.commitSeconds(last);
      if (this.#met[last] !== place + 1) sums.earlier += 1;
      this.#met[last] = place + 1;
    }
    return {
      ns: this.#folders.subsystems,
      nd: this.#folders.folders,
      nf: sums.files,
      entropy: this.#entropy.shareOf(sums.files),
      la: sums.added,
      ld: sums.removed,
      lt: sums.files === 0 ? 0 : sums.before / sums.files,
      ageDays: sums.known === 0 ? null : sums.age / daySeconds / sums.known,
      nuc: sums.earlier,
    };
  }
}
