/**
 * Nodes from 0 and what joins them, each edge from both of its ends. BOUNDED BY: 4 bytes a node, 24 an edge.
 */
export class WeightedGraph {
  readonly nodeCount: number;
  readonly #starts: Uint32Array;
  readonly #filled: Uint32Array;
  readonly #targets: Uint32Array;
  readonly #weights: Float64Array;

  /** @param degrees edges of each node */
  constructor(degrees: Uint32Array) {
    this.nodeCount = degrees.length;
    this.#starts = new Uint32Array(degrees.length + 1);
    degrees.forEach((degree, node) => void (this.#starts[node + 1] = this.#starts[node]! + degree));
    this.#filled = this.#starts.slice(0, -1);
    this.#targets = new Uint32Array(this.#starts[degrees.length]!);
    this.#weights = new Float64Array(this.#targets.length);
  }

  /** REQUIRES: neither node has all of its edges. */
  join(one: number, other: number, weight: number): void {
    this.#put(one, other, weight);
    this.#put(other, one, weight);
  }

  eachNeighbour(node: number, visit: (neighbour: number, weight: number) => void): void {
    const end = this.#starts[node + 1]!;
    for (let at = this.#starts[node]!; at < end; at += 1) visit(this.#targets[at]!, this.#weights[at]!);
  }

  degree(node: number): number {
    return this.#starts[node + 1]! - this.#starts[node]!;
  }

  strength(node: number): number {
    let sum = 0;
    this.eachNeighbour(node, (_, weight) => void (sum += weight));
    return sum;
  }

  #put(from: number, to: number, weight: number): void {
    const at = this.#filled[from]!;
    this.#targets[at] = to;
    this.#weights[at] = weight;
    this.#filled[from] = at + 1;
  }
}
