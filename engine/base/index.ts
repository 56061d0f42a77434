export { assert, AssertionFailure } from './assert.ts';
export { ByteInterner } from './byte-interner.ts';
export { copyWords } from './copy-words.ts';
export { CodefangError, messageChain, type FailureCode } from './codefang-error.ts';
export { crc32 } from './crc32.ts';
export { GrowableArray } from './growable-array.ts';
export { LoserTree } from './loser-tree.ts';
export { formatBytes, formatDuration, GiB, KiB, MiB, parseByteSize } from './units.ts';
