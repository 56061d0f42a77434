import { MiB } from '../base/index.ts';
import { changeKind } from '../contract.ts';
import { type BlobReader, RenameDetector, type RenameSide } from '../diff/index.ts';
import type { ObjectScratch, ObjectStore } from '../git/index.ts';
import type { ChangeColumns } from './change-columns.ts';

export type RenamePolicy = 'off' | 'exact' | { readonly similarPercent: number };

/** Git's default limit: files are compared by content when deletes × adds is at most its square. */
export const renameCandidateCountMax = 1000;
/** Fewer sketches at hand cost time and change nothing. */
export const sketchBytesMax: number = 4 * MiB;

/** Joins a deleted and an added file of one commit into one renamed file, by the run's policy. */
export class RenameJoiner {
  readonly #detector: RenameDetector | undefined;
  readonly #oidBytes: number;
  readonly #reader: BlobReader;
  #deleteRows: number[] = [];
  #addRows: number[] = [];

  constructor(store: ObjectStore, oidBytes: number, policy: RenamePolicy) {
    this.#oidBytes = oidBytes;
    this.#reader = {
      readBlob: (oid: Uint8Array, scratch: ObjectScratch) => store.read(oid, 0, scratch) === 'blob',
    };
    if (policy === 'off') return;
    this.#detector = new RenameDetector(policy === 'exact' ? policy : { similar: policy.similarPercent }, {
      candidateCountMax: renameCandidateCountMax,
      sketchBytesMax,
      allowance: store.allowance,
    });
  }

  /** Joins among the rows from `start`, which are one commit's; the rows behind a joined one move up. */
  join(columns: ChangeColumns, start: number): void {
    if (this.#detector === undefined || !this.#collect(columns, start)) return;
    const deletes = this.#deleteRows.map((row) => this.#side(columns, row, 0));
    const adds = this.#addRows.map((row) => this.#side(columns, row, this.#oidBytes));
    const pairs = this.#detector.detect(deletes, adds, this.#reader);
    if (pairs.length === 0) return;
    for (const { deleteIndex, addIndex } of pairs) {
      this.#joinRows(columns, this.#deleteRows[deleteIndex]!, this.#addRows[addIndex]!);
    }
    dropJoined(columns, start);
  }

  /** Lists the deleted and the added rows; says whether there are both. */
  #collect(columns: ChangeColumns, start: number): boolean {
    this.#deleteRows = [];
    this.#addRows = [];
    for (let row = start; row < columns.count; row += 1) {
      if (columns.isRetyped[row] === 1) continue;
      if (columns.kind[row] === changeKind.deleted) this.#deleteRows.push(row);
      else if (columns.kind[row] === changeKind.added) this.#addRows.push(row);
    }
    return this.#deleteRows.length > 0 && this.#addRows.length > 0;
  }

  #side(columns: ChangeColumns, row: number, oidOffset: number): RenameSide {
    const at = row * 2 * this.#oidBytes + oidOffset;
    return {
      path: columns.paths.bytesOf(columns.path[row]!),
      mode: columns.mode[row]!,
      oid: columns.oids.subarray(at, at + this.#oidBytes),
    };
  }

  #joinRows(columns: ChangeColumns, deleted: number, added: number): void {
    columns.kind[added] = changeKind.renamed;
    columns.oldPath[added] = columns.path[deleted]!;
    columns.kind[deleted] = joined;
    const width = 2 * this.#oidBytes;
    columns.oids.copyWithin(added * width, deleted * width, deleted * width + this.#oidBytes);
  }
}

/** Marks a deleted row that became the old side of a rename. */
const joined = 255;

function dropJoined(columns: ChangeColumns, start: number): void {
  let to = start;
  for (let row = start; row < columns.count; row += 1) {
    if (columns.kind[row] === joined) continue;
    if (to !== row) columns.copyRow(row, to);
    to += 1;
  }
  columns.count = to;
}
