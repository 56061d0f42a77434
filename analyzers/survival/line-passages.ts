import type { ReportContext } from '../../engine/index.ts';
import { isByFile, type LabelKind } from './label-kind.ts';

/**
 * Lines of one commit and one label that come to the mainline with another commit, or go from it. Lines that move from
 * a file of one label to a file of another leave the first without dying. Valid until the next.
 */
export interface Passage {
  kind: number;
  label: number;
  place: number;
  origin: number;
  entered: number;
  died: number;
  left: number;
}

/** All that lines do under the labels of some kinds, in the order of the ledger. */
export class LinePassages {
  readonly #context: ReportContext;
  readonly #kinds: readonly LabelKind[];
  readonly #isCounted: (pathId: number) => boolean;
  /** Of each kind by file, what the open step changes in each label. BOUNDED BY: the labels of the kinds. */
  readonly #changes: readonly Map<number, number>[];
  readonly #passage: Passage = { kind: 0, label: 0, place: 0, origin: 0, entered: 0, died: 0, left: 0 };
  /** Lines that are older than the walk, as far as they have been passed. */
  leftTruncated = 0;

  constructor(context: ReportContext, kinds: readonly LabelKind[], isCounted: (pathId: number) => boolean) {
    this.#context = context;
    this.#kinds = kinds;
    this.#isCounted = isCounted;
    this.#changes = kinds.map(() => new Map<number, number>());
  }

  each(visit: (passage: Passage) => void): void {
    const { lines } = this.#context;
    const open = this.#passage;
    open.origin = -1;
    this.leftTruncated = 0;
    let change = 0;
    for (const { place, origin, file, lines: count } of lines.events()) {
      const path = lines.filePathId(file);
      if (!this.#isCounted(path)) continue;
      if (origin < 0) {
        this.leftTruncated += Math.max(0, count);
        continue;
      }
      if (place !== open.place || origin !== open.origin) {
        this.#flush(change, visit);
        open.place = place;
        open.origin = origin;
        change = 0;
      }
      change += count;
      this.#note(path, count);
    }
    this.#flush(change, visit);
  }

  /** Calls back with kind, label, origin and lines of all that is alive at the end, file by file. */
  eachAlive(visit: (kind: number, label: number, origin: number, lines: number) => void): void {
    const { lines, files } = this.#context;
    lines.eachAlive((rank, origin, count) => {
      const path = files.pathId(rank);
      if (origin < 0 || !this.#isCounted(path)) return;
      for (const [at, kind] of this.#kinds.entries()) {
        const label = isByFile(kind) ? kind.ofPath(path) : kind.ofOrigin(origin);
        if (label >= 0) visit(at, label, origin, count);
      }
    });
  }

  #note(path: number, count: number): void {
    for (const [at, kind] of this.#kinds.entries()) {
      if (!isByFile(kind)) continue;
      const label = kind.ofPath(path);
      const changes = this.#changes[at]!;
      changes.set(label, (changes.get(label) ?? 0) + count);
    }
  }

  #flush(change: number, visit: (passage: Passage) => void): void {
    const open = this.#passage;
    if (open.origin < 0) return;
    for (const [at, kind] of this.#kinds.entries()) {
      open.kind = at;
      if (isByFile(kind)) this.#flushFiles(this.#changes[at]!, visit);
      else this.#flushOrigin(kind.ofOrigin(open.origin), change, visit);
    }
  }

  #flushOrigin(label: number, change: number, visit: (passage: Passage) => void): void {
    if (label < 0 || change === 0) return;
    this.#give(label, change, 0, visit);
  }

  #flushFiles(changes: Map<number, number>, visit: (passage: Passage) => void): void {
    let came = 0;
    let went = 0;
    for (const count of changes.values()) {
      if (count > 0) came += count;
      else went -= count;
    }
    let moved = Math.min(came, went);
    for (const [label, count] of [...changes].sort(([a], [b]) => a - b)) {
      const left = count < 0 ? Math.min(moved, -count) : 0;
      moved -= left;
      if (count !== 0) this.#give(label, count, left, visit);
    }
    changes.clear();
  }

  #give(label: number, change: number, left: number, visit: (passage: Passage) => void): void {
    const open = this.#passage;
    open.label = label;
    open.entered = Math.max(0, change);
    open.left = left;
    open.died = Math.max(0, -change) - left;
    visit(open);
  }
}
