import { MiB } from '../../base/index.ts';

/**
 * A row group ends where the first column changes, once it has the rows of a good group; so a
 * partition (a file, an author, a tick) is in one group or in groups of its own as far as sizes
 * allow, and readers skip the others by their statistics. It ends at the latest at these bounds.
 */
export const groupRowsMin: number = 16 * 1024;
export const groupRowsMax: number = 32 * 1024;
export const groupTextBytesMax: number = 4 * MiB;
