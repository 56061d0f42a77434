export { AuthorLines } from './author-line.ts';
export {
  authorChunk,
  CommitGraph,
  GraphCommit,
  openCommitGraph,
  readCommitGraph,
} from './commit-graph.ts';
export { parseCommit, ParsedCommit, parseIdent } from './commit.ts';
export { readGrafts, type Grafts } from './grafts.ts';
export { findLargeObjects } from './large-objects.ts';
export type { ObjectKind } from './object-kind.ts';
export { ObjectScratch } from './object-scratch.ts';
export {
  ObjectStore,
  type ObjectHeader,
  type ObjectStoreLimits,
  type ObjectStoreStats,
} from './object-store.ts';
export { compareOid, decodeHexOid, hexToOid, isFullHex, oidToHex } from './oid.ts';
export {
  createInflater,
  type CompressedFeed,
  type InflateEnd,
  type ObjectInflater,
} from './persistent-inflate.ts';
export { readShallowOids } from './refs.ts';
export type { ReplacedObjects } from './replaced-objects.ts';
export { readReplacedObjects } from './read-replaced-objects.ts';
export { findRepository, type RepositoryLocation } from './repository.ts';
export { resolveRevision } from './revision.ts';
export { checkPacks, isProven, makePackChecks, type PackChecks, type PackCheckShare } from './pack-checks.ts';
export { loadSharedIndexes, packSizes, type SharedIndexes } from './shared-indexes.ts';
export { TreeCache } from './tree-cache.ts';
export { PathFilter, type PathFilterPatterns } from './path-filter.ts';
export { canonicalMode, kindOfMode, TreeCursor, type TreeEntryKind } from './tree.ts';
