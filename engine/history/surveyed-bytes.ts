import type { CommitTable } from './commit-table.ts';
import type { IdentTable } from './ident-table.ts';

/** Of a commit: order, links to children, then person, tick and time by place; those before go one after the other. */
const orderBytesPerCommit = 40;
/** Of a commit: time, author, parents and flags, then slots of the table that finds it when they have just doubled. */
const columnBytesPerCommit = 48;
/** Of an ident: its person and its name, in columns that double. */
const personBytesPerIdent = 64;

/** What the commits of a survey take until they are in order, by what it has found so far. */
export function commitBytes(table: CommitTable): number {
  return table.byteLength + table.count * orderBytesPerCommit;
}

/** What a commit takes at most, if it has no more parents than is usual. */
export function commitBytesMax(oidBytes: number): number {
  return oidBytes * 2 + columnBytesPerCommit + orderBytesPerCommit;
}

/** What authors take: names of people are kept twice, as they stand in commits and as they are shown. */
export function authorBytes(idents: IdentTable): number {
  return idents.wholeBytes * 2 + idents.count * personBytesPerIdent;
}
