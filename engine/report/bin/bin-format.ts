import { assert } from '../../base/index.ts';

/**
 * The compact lossless form of a report. The file is a chain of spill frames (`CFF1`, LZ4, a
 * checksum each, a footer that reveals a torn file); the bytes in the frames are records:
 *
 *   offset  size  field
 *   0       1     kind, see `binKind`
 *   1       4     bytes that follow, little-endian
 *   5       …     payload
 *
 *   head          JSON of the members before `analyzers`
 *   analyzer      JSON string, its id; `analyzerEnd` closes it
 *   section       JSON of name, title, shape and columns; `sectionEnd` closes it
 *   rows          a block of at most 4,096 rows, column by column
 *   findings      JSON list of the findings; older reports have none
 *   end           JSON string, the digest
 *
 * A block is the count of rows (4 bytes) and then, for each column:
 *
 *   0  1  encoding, see `binEncoding`; +128 when some cells are null
 *   1  4  bytes that follow
 *   5  …  a bit a row when there are nulls, 1 for a null, lowest bit first; then the other cells
 *
 * Integers are varints of 7 bits: the lowest bit of the value is the sign, the rest the magnitude;
 * `deltas` holds the differences to the cell before. Texts are UTF-8 in a dictionary of the block:
 * its size, each text behind its length, then the place of each cell.
 */
export const binKind = {
  head: 1,
  analyzer: 2,
  section: 3,
  rows: 4,
  sectionEnd: 5,
  analyzerEnd: 6,
  end: 7,
  findings: 8,
} as const;

export const binEncoding = {
  integers: 1,
  deltas: 2,
  doubles: 3,
  booleans: 4,
  texts: 5,
  /** Texts that are JSON: of lists, of records, of strings that UTF-8 cannot carry. */
  json: 6,
} as const;

export const hasNulls = 128;
export const recordHeadBytes = 5;
export const blockRowsMax = 4096;
/** A block ends when its texts reach this, whatever its rows. */
export const blockTextBytes: number = 128 * 1024;

assert(blockTextBytes < 256 * 1024, 'a usual block fits into one frame');
