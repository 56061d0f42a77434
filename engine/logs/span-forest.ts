import { TopN } from '../telemetry/index.ts';
import { SpanTable } from './span-table.ts';

/** Children kept of each span; the others are counted. */
const childCountMax = 8;
/** Spans held at once. */
const spanCountUsual = 65_536;
/** Longer attributes are not kept. */
const attributeBytesMax = 192;
/** The result for a tree. */
const depthMax = 16;
/** A span deeper below one that is still to come is not believed. */
const ancestorCountMax = 1000;
const none = -1;
/** Ids from here on have no place in a key; such spans are counted only. */
const idEnd = 2 ** 32;
const runEnd = 2 ** 21;

/** A span and its slowest children, as read at the end. */
export interface SpanTree {
  readonly nameId: number;
  readonly runIndex: number;
  readonly spanId: number;
  readonly startMs: number;
  readonly durationMs: number;
  /** JSON as logged; undefined when there were none or they were long. */
  readonly attributes: string | undefined;
  /** Slowest first. */
  readonly children: readonly SpanTree[];
  /** Children that are not among them, and how long they took together. */
  readonly omittedCount: number;
  readonly omittedMs: number;
}

/** A span as it stands in the log. */
export interface LoggedSpan {
  readonly nameId: number;
  readonly runIndex: number;
  readonly spanId: number;
  /** NaN for a root. */
  readonly parentId: number;
  readonly startMs: number;
  readonly durationMs: number;
  /** Bytes of the attributes; empty for none. */
  readonly bytes: Buffer;
  readonly attributesStart: number;
  readonly attributesEnd: number;
}

/**
 * The slowest roots of a stream of spans with their partial trees.
 *
 *   child  child  child … parent  child … parent  root       children come before their parents,
 *     └──────┴──────┴── wait for ──┘                          some logs have it the other way round
 *
 * A span joins the slowest 8 children of its parent, which may be still to come; the others leave
 * a count and a sum. A root that is not among the slowest, or falls out later, takes its tree with
 * it. When there is no room, the awaited parent that has had no child for longest is given up with
 * what was kept for it, and counted.
 * BOUNDED BY: `spanCountMax` spans of about 280 bytes, attributes included: 18 MiB.
 */
export class SpanForest {
  readonly #roots: TopN<number>;
  readonly #table: SpanTable;
  readonly #nameIds: Int32Array;
  readonly #keys: Float64Array;
  readonly #starts: Float64Array;
  /** NaN while the span itself is still to come. */
  readonly #durations: Float64Array;
  readonly #firstChild: Int32Array;
  readonly #sibling: Int32Array;
  readonly #parents: Int32Array;
  readonly #childCounts: Uint8Array;
  readonly #omittedCounts: Float64Array;
  readonly #omittedMs: Float64Array;
  readonly #attributes: Buffer;
  readonly #attributeBytes: Uint8Array;
  /** Spans waited for, the one longest without a new child first; of free places, `#later` is the next free one. */
  readonly #earlier: Int32Array;
  readonly #later: Int32Array;
  #oldest = none;
  #newest = none;
  #free = 0;
  /** Spans given up because the parent did not come in time, or there was no room. */
  droppedCount = 0;

  constructor(rootCountMax: number, spanCountMax: number = spanCountUsual) {
    this.#roots = new TopN(rootCountMax);
    this.#table = new SpanTable(spanCountMax);
    this.#nameIds = new Int32Array(spanCountMax);
    this.#keys = new Float64Array(spanCountMax);
    this.#starts = new Float64Array(spanCountMax);
    this.#durations = new Float64Array(spanCountMax);
    this.#firstChild = new Int32Array(spanCountMax);
    this.#sibling = new Int32Array(spanCountMax);
    this.#parents = new Int32Array(spanCountMax);
    this.#childCounts = new Uint8Array(spanCountMax);
    this.#omittedCounts = new Float64Array(spanCountMax);
    this.#omittedMs = new Float64Array(spanCountMax);
    this.#attributes = Buffer.alloc(spanCountMax * attributeBytesMax);
    this.#attributeBytes = new Uint8Array(spanCountMax);
    this.#earlier = new Int32Array(spanCountMax);
    this.#later = Int32Array.from({ length: spanCountMax }, (_, at) => at + 1);
    this.#later[spanCountMax - 1] = none;
  }

  add(span: LoggedSpan): void {
    const { spanId, parentId, runIndex } = span;
    const isRoot = Number.isNaN(parentId);
    const isKeyed = isId(spanId) && (isRoot || isId(parentId)) && runIndex < runEnd;
    if (!isKeyed) this.droppedCount += 1;
    else if (isRoot) this.#addRoot(span);
    else this.#addChild(span);
  }

  /** The slowest roots, slowest first. */
  slowest(): SpanTree[] {
    return this.#roots.sorted().map((node) => this.#treeOf(node, 0));
  }

  #addRoot(span: LoggedSpan): void {
    const key = keyOf(span.runIndex, span.spanId);
    const waited = this.#table.find(key);
    if (waited >= 0 && !this.#isAwaited(waited)) {
      this.droppedCount += 1;
      return;
    }
    if (!this.#roots.takes(span.durationMs)) {
      if (waited >= 0) this.#drop(waited);
      return;
    }
    const node = waited >= 0 ? waited : this.#make(key);
    if (node < 0) {
      this.droppedCount += 1;
      return;
    }
    this.#arrive(node, span);
    const fallen = this.#roots.offer(node, span.durationMs);
    if (fallen !== undefined) this.#drop(fallen);
  }

  #addChild(span: LoggedSpan): void {
    const key = keyOf(span.runIndex, span.spanId);
    const parentKey = keyOf(span.runIndex, span.parentId);
    const parent = this.#parentOf(parentKey);
    const waited = this.#table.find(key);
    const isTwice = waited >= 0 && !this.#isAwaited(waited);
    if (parent < 0 || isTwice || this.#isBelow(parent, waited)) {
      this.droppedCount += 1;
      return;
    }
    this.#touch(parent);
    if (this.#childCounts[parent] === childCountMax) {
      const fastest = this.#fastestChild(parent);
      if (span.durationMs <= this.#durations[fastest]!) {
        this.#omit(parent, span.durationMs);
        if (waited >= 0) this.#drop(waited);
        return;
      }
      this.#omit(parent, this.#durations[fastest]!);
      this.#unlinkChild(parent, fastest);
      this.#drop(fastest);
    }
    this.#linkChild(parent, waited, key, span);
  }

  #linkChild(parent: number, waited: number, key: number, span: LoggedSpan): void {
    const node = waited >= 0 ? waited : this.#make(key);
    // Making room may have given up the very parent.
    if (node < 0 || this.#table.find(keyOf(span.runIndex, span.parentId)) !== parent) {
      this.droppedCount += 1;
      if (node >= 0) this.#drop(node);
      return;
    }
    this.#arrive(node, span);
    this.#parents[node] = parent;
    this.#sibling[node] = this.#firstChild[parent]!;
    this.#firstChild[parent] = node;
    this.#childCounts[parent]! += 1;
  }

  /** The node of a parent, made when it is still to come; -1 when there is no room. */
  #parentOf(key: number): number {
    const found = this.#table.find(key);
    return found >= 0 ? found : this.#make(key);
  }

  /** Whether a span stands below another, or is it: a log may say that of a parent. */
  #isBelow(node: number, above: number): boolean {
    if (above < 0) return false;
    let at = node;
    for (let steps = 0; at >= 0 && steps < ancestorCountMax; steps += 1) {
      if (at === above) return true;
      at = this.#parents[at]!;
    }
    return at >= 0;
  }

  /** A parent that got a child is the last to be given up. */
  #touch(parent: number): void {
    if (parent === this.#newest || !this.#isAwaited(parent)) return;
    this.#stopWaiting(parent);
    this.#wait(parent);
  }

  #isAwaited(node: number): boolean {
    return Number.isNaN(this.#durations[node]!);
  }

  #omit(parent: number, durationMs: number): void {
    this.#omittedCounts[parent]! += 1;
    this.#omittedMs[parent]! += durationMs;
  }

  #fastestChild(parent: number): number {
    let fastest = this.#firstChild[parent]!;
    for (let child = fastest; child >= 0; child = this.#sibling[child]!) {
      if (this.#durations[child]! < this.#durations[fastest]!) fastest = child;
    }
    return fastest;
  }

  #unlinkChild(parent: number, child: number): void {
    this.#childCounts[parent]! -= 1;
    let before = this.#firstChild[parent]!;
    if (before === child) {
      this.#firstChild[parent] = this.#sibling[child]!;
      return;
    }
    while (this.#sibling[before] !== child) before = this.#sibling[before]!;
    this.#sibling[before] = this.#sibling[child]!;
  }

  /** A node that is waited for, the newest of them; -1 when all room is taken by kept trees. */
  #make(key: number): number {
    if (this.#free < 0) this.#giveUpOldest();
    const node = this.#free;
    if (node < 0) return none;
    this.#free = this.#later[node]!;
    this.#keys[node] = key;
    this.#durations[node] = Number.NaN;
    this.#firstChild[node] = none;
    this.#sibling[node] = none;
    this.#childCounts[node] = 0;
    this.#omittedCounts[node] = 0;
    this.#omittedMs[node] = 0;
    this.#parents[node] = none;
    this.#wait(node);
    this.#table.insert(key, node);
    return node;
  }

  #wait(node: number): void {
    this.#later[node] = none;
    this.#earlier[node] = this.#newest;
    if (this.#newest >= 0) this.#later[this.#newest] = node;
    else this.#oldest = node;
    this.#newest = node;
  }

  #arrive(node: number, span: LoggedSpan): void {
    this.#stopWaiting(node);
    this.#nameIds[node] = span.nameId;
    this.#starts[node] = span.startMs;
    this.#durations[node] = span.durationMs;
    const length = span.attributesEnd - span.attributesStart;
    const isKept = length <= attributeBytesMax;
    this.#attributeBytes[node] = isKept ? length : 0;
    if (isKept) span.bytes.copy(this.#attributes, node * attributeBytesMax, span.attributesStart, span.attributesEnd);
  }

  #stopWaiting(node: number): void {
    const earlier = this.#earlier[node]!;
    const later = this.#later[node]!;
    if (earlier >= 0) this.#later[earlier] = later;
    else this.#oldest = later;
    if (later >= 0) this.#earlier[later] = earlier;
    else this.#newest = earlier;
  }

  #giveUpOldest(): void {
    const node = this.#oldest;
    if (node < 0) return;
    this.droppedCount += this.#drop(node) - 1;
  }

  /** Frees a span and all below it; returns how many. No recursion: trees may be deep. */
  #drop(top: number): number {
    let count = 0;
    // Freed nodes are chained by their sibling until they are visited.
    this.#sibling[top] = none;
    for (let node = top; node >= 0; count += 1) {
      let next = this.#sibling[node]!;
      const child = this.#firstChild[node]!;
      if (child >= 0) {
        let last = child;
        while (this.#sibling[last]! >= 0) last = this.#sibling[last]!;
        this.#sibling[last] = next;
        next = child;
      }
      this.#release(node);
      node = next;
    }
    return count;
  }

  #release(node: number): void {
    if (this.#isAwaited(node)) this.#stopWaiting(node);
    this.#table.remove(this.#keys[node]!);
    this.#later[node] = this.#free;
    this.#free = node;
  }

  #treeOf(node: number, depth: number): SpanTree {
    const children: number[] = [];
    let omittedCount = this.#omittedCounts[node]!;
    let omittedMs = this.#omittedMs[node]!;
    for (let child = this.#firstChild[node]!; child >= 0; child = this.#sibling[child]!) {
      if (depth < depthMax) children.push(child);
      else {
        omittedCount += 1;
        omittedMs += this.#durations[child]!;
      }
    }
    children.sort((x, y) => this.#durations[y]! - this.#durations[x]! || this.#keys[x]! - this.#keys[y]!);
    const attributesStart = node * attributeBytesMax;
    const attributesEnd = attributesStart + this.#attributeBytes[node]!;
    const attributes = this.#attributes.toString('utf8', attributesStart, attributesEnd);
    return {
      nameId: this.#nameIds[node]!,
      runIndex: Math.floor(this.#keys[node]! / idEnd),
      spanId: this.#keys[node]! % idEnd,
      startMs: this.#starts[node]!,
      durationMs: this.#durations[node]!,
      attributes: attributes === '' ? undefined : attributes,
      children: children.map((child) => this.#treeOf(child, depth + 1)),
      omittedCount,
      omittedMs,
    };
  }
}

function isId(id: number): boolean {
  return Number.isInteger(id) && id >= 0 && id < idEnd;
}

function keyOf(runIndex: number, spanId: number): number {
  return runIndex * idEnd + spanId;
}
