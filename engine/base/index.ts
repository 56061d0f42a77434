export { assert, AssertionFailure } from './assert.ts';
export { ByteInterner } from './byte-interner.ts';
export { copyWords } from './copy-words.ts';
export { CodefangError, messageChain, type FailureCode } from './codefang-error.ts';
export { CursorIterator, type Cursor } from './cursor-iterator.ts';
export { crc32, crc32ByTable } from './crc32.ts';
export { GrowableArray } from './growable-array.ts';
export { LoserTree } from './loser-tree.ts';
export { formatBytes, formatDuration, GiB, KiB, MiB, parseByteSize } from './units.ts';
