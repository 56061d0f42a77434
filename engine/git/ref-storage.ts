/**
 * Where a repository keeps its refs. A ref's content is given as its own file would have it: a hex id, or
 * "ref: <name>".
 */
export interface RefStorage {
  /** What each of the names says, for those that are there. */
  find(names: readonly string[]): ReadonlyMap<string, string>;
  /** Calls back with every ref directly below a prefix that ends with "/", each once. */
  visit(prefix: string, visit: RefVisitor): void;
}

export type RefVisitor = (name: string, text: string) => void;
