/** The four kinds of object that git stores. */
export type ObjectKind = 'commit' | 'tree' | 'blob' | 'tag';

/** Kind by its number in a pack entry; numbers that are no kind are undefined. */
export const objectKindOf: readonly (ObjectKind | undefined)[] = [undefined, 'commit', 'tree', 'blob', 'tag'];
