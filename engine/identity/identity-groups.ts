/** Idents that are one person: groups that grow together. BOUNDED BY: the idents, 4 bytes each. */
export class IdentityGroups {
  readonly #parents: Int32Array;

  constructor(count: number) {
    this.#parents = Int32Array.from({ length: count }, (_, ident) => ident);
  }

  /** The ident that stands for a group. */
  rootOf(ident: number): number {
    const parents = this.#parents;
    let root = ident;
    while (parents[root] !== root) root = parents[root] = parents[parents[root]!]!;
    return root;
  }

  join(a: number, b: number): void {
    this.#parents[this.rootOf(a)] = this.rootOf(b);
  }
}
