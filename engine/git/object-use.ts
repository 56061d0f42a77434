/**
 * What an object is read for: `base` when versions stored against it are likely to be read next,
 * as by a reader that goes from new to old; it is then kept among the delta bases.
 */
export type ObjectUse = 'itself' | 'base';
