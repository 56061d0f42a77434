/** A submodule that a commit adds, moves or removes, with the lines of the text that git compares in its place. */
export interface SubmoduleRow {
  /** Local path id, as of `ChangeColumns.paths`. */
  readonly path: number;
  readonly added: number;
  readonly removed: number;
}
