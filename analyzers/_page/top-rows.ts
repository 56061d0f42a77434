/**
 * The rows with the largest measure among all that go by, as a heap whose root is the next to
 * leave. O(log n) a row that is admitted, O(1) for others. BOUNDED BY `countMax` rows. Of equal
 * measures the earlier row stays.
 */
export class TopRows<Row> {
  readonly #countMax: number;
  readonly #heap: Entry<Row>[] = [];
  #seen = 0;

  constructor(countMax: number) {
    this.#countMax = countMax;
  }

  get seenCount(): number {
    return this.#seen;
  }

  /** Whether a row of this measure would be kept now. */
  admits(measure: number): boolean {
    if (this.#heap.length < this.#countMax) return true;
    const root = this.#heap[0];
    return root !== undefined && measure > root.measure;
  }

  /** Offers a row; `make` is called only when it is admitted. */
  offer(measure: number, make: () => Row): void {
    const order = this.#seen;
    this.#seen += 1;
    const heap = this.#heap;
    if (heap.length < this.#countMax) {
      heap.push({ measure, order, row: make() });
      this.#rise(heap.length - 1);
      return;
    }
    const root = heap[0];
    if (root === undefined || measure <= root.measure) return;
    heap[0] = { measure, order, row: make() };
    this.#sink();
  }

  /** Largest first. */
  sorted(): Row[] {
    return this.#heap.toSorted((one, other) => (leaves(one, other) ? 1 : -1)).map(({ row }) => row);
  }

  /** As they came. */
  inOrder(): Row[] {
    return this.#heap.toSorted((one, other) => one.order - other.order).map(({ row }) => row);
  }

  #rise(from: number): void {
    const heap = this.#heap;
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!leaves(heap[at]!, heap[parent]!)) return;
      [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
      at = parent;
    }
  }

  #sink(): void {
    const heap = this.#heap;
    for (let at = 0; ;) {
      let least = at;
      for (const child of [at * 2 + 1, at * 2 + 2]) {
        if (child < heap.length && leaves(heap[child]!, heap[least]!)) least = child;
      }
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least]!, heap[at]!];
      at = least;
    }
  }
}

interface Entry<Row> {
  readonly measure: number;
  readonly order: number;
  readonly row: Row;
}

/** Whether `one` leaves before `other`. */
function leaves<Row>(one: Entry<Row>, other: Entry<Row>): boolean {
  return one.measure === other.measure ? one.order > other.order : one.measure < other.measure;
}
