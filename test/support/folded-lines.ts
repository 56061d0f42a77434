import { linesOf, originOf, type RunView } from '../../engine/lines/index.ts';
import type { LedgerRow } from '../lines/slow-model.ts';
import type { FoldedWalk } from './engine-run.ts';

/** What the engine keeps of lines when a walk is folded to its end, in the words of the slow model. */
export class FoldedLines {
  readonly #folded: FoldedWalk;
  readonly #placeOf: ReadonlyMap<string, number>;

  constructor(folded: FoldedWalk) {
    const { table, order } = folded.history;
    this.#folded = folded;
    this.#placeOf = new Map(Array.from(order, (index, place) => [table.oidHex(index), place]));
  }

  /** The commits of the lines of a file (latin1) at a commit; undefined when no version is known. */
  at(commit: string, path: string): string[] | undefined {
    const { run } = this.#folded;
    const bytes = Buffer.from(path, 'latin1');
    const pathId = run.paths.find(bytes, 0, bytes.length);
    const view: RunView = { ints: new Int32Array(0), start: 0, end: 0 };
    if (pathId < 0 || !run.lines!.histories.readVersion(pathId, this.#placeOf.get(commit)!, view)) return undefined;
    const commits: string[] = [];
    for (let at = view.start; at < view.end; at += 1) {
      const origin = this.#oid(originOf(view.ints[at]!));
      for (let left = linesOf(view.ints[at]!); left > 0; left -= 1) commits.push(origin);
    }
    return commits;
  }

  /** The same of the files of the tree at the end, as reports get them. */
  alive(): Map<string, string[]> {
    const { run, context } = this.#folded;
    const found = new Map<string, string[]>();
    context.lines.eachAlive((rank, origin, lines) => {
      const path = run.paths.bytesOf(run.files.pathId(rank)).toString('latin1');
      const commits = found.get(path) ?? [];
      found.set(path, commits);
      for (let left = lines; left > 0; left -= 1) commits.push(this.#oid(origin));
    });
    return found;
  }

  /** What came and went; the path is the last one of the file. */
  ledger(): LedgerRow[] {
    const { run, context } = this.#folded;
    const { lines } = context;
    const rows: LedgerRow[] = [];
    for (const event of lines.events()) {
      const path = run.paths.bytesOf(lines.filePathId(event.file)).toString('latin1');
      const mainlineCommit = this.#oid(event.place);
      rows.push({ mainlineCommit, path, origin: this.#oid(event.origin), lines: event.lines });
    }
    return rows;
  }

  #oid(place: number): string {
    return place < 0 ? 'baseline' : this.#folded.context.commitOid(place);
  }
}
