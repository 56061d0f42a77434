/**
 * Counts the folders and first folders of paths that come in the order of their bytes: all below a folder stand
 * together, so that the chain of folders above the last path is all there is to remember.
 */
export class FolderCounter {
  folders = 0;
  subsystems = 0;
  #hasRoot = false;
  /** Folders above the last path, outermost first, and whether each has been counted. */
  #chain: { readonly name: string; isCounted: boolean }[] = [];

  clear(): void {
    this.folders = 0;
    this.subsystems = 0;
    this.#hasRoot = false;
    this.#chain = [];
  }

  add(path: string): void {
    const names = path.split('/').slice(0, -1);
    if (names.length === 0) {
      if (this.#hasRoot) return;
      this.#hasRoot = true;
      this.folders += 1;
      this.subsystems += 1;
      return;
    }
    let same = 0;
    while (same < names.length && this.#chain[same]?.name === names[same]) same += 1;
    if (same === 0) this.subsystems += 1;
    this.#chain.length = Math.min(this.#chain.length, names.length, same);
    for (let at = same; at < names.length; at += 1) this.#chain.push({ name: names[at]!, isCounted: false });
    const own = this.#chain.at(-1)!;
    if (!own.isCounted) this.folders += 1;
    own.isCounted = true;
  }
}
