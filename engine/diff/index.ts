export { isBinary } from './binary-sniff.ts';
export { IgnoredLines, type IgnoredLinesOptions } from './ignored-lines.ts';
export { countLines, lineCountOf } from './line-count.ts';
export { hunkCountMax } from './hunk-list.ts';
export { comparingBytes, LineDiff, type LineDiffOptions } from './line-diff.ts';
export type { LineDiffWant } from './middle-diff.ts';
export { MovedLines, type MovedLinesOptions } from './moved-lines.ts';
export { PathCounter, type PathCount } from './path-counter.ts';
export {
  RenameDetector,
  type BlobReader,
  type RenameLimits,
  type RenamePair,
  type RenamePolicy,
  type RenameSide,
} from './rename-detector.ts';
export { TreeDiff, type TreeChangeSink, type TreeReader } from './tree-diff.ts';
export { gitlinkMode } from './tree-entry-cursor.ts';
export { TreePathLookup } from './tree-path-lookup.ts';
