import { rootPowerOfTwo } from './edit-path.ts';
import type { LineTable } from './line-table.ts';

/**
 * Which lines the search for a short script may match.
 *
 * A line that the other text lacks can only be deleted or inserted: it is left out. A line that the
 * other text has very often (a brace, an empty line) says little; inside a stretch of lines left out
 * it would only tear the stretch apart, so it is left out as well. Git's rule, needed for git's
 * numbers: frequent is the root of the line count or more, 1,024 at most; it goes when unmatched lines
 * lie on both sides within 100 lines, with none but frequent ones between, and outnumber the frequent
 * ones three to one.
 *
 * Cost O(lines). BOUNDED BY the line arrays of the LineTable.
 */
export class LineFilter {
  /** Ids of the lines kept, in order, and where each lies in its text; valid until the next run. */
  oldKept: Int32Array = new Int32Array(256);
  oldPlaces: Int32Array = new Int32Array(256);
  oldKeptCount = 0;
  newKept: Int32Array = new Int32Array(256);
  newPlaces: Int32Array = new Int32Array(256);
  newKeptCount = 0;
  /** Whether the last run kept the same lines as the one before it. */
  isSame = false;
  #classes: Uint8Array = new Uint8Array(256);
  /** How many unmatched lines there are before each line; filled when first asked for. */
  #unmatchedBefore: Int32Array = new Int32Array(257);

  /** Bytes held by the arrays. */
  get bytes(): number {
    const kept = (this.oldKept.byteLength + this.newKept.byteLength) * 2;
    return kept + this.#classes.byteLength + this.#unmatchedBefore.byteLength;
  }

  /** Keeps every line that the middle of the other text has. */
  keepMatched(table: LineTable): void {
    this.#reserve(table.oldCount, table.newCount);
    this.oldKeptCount = keepUsed(table.oldIds, table.oldCount, table.newUses, this.oldKept, this.oldPlaces);
    this.newKeptCount = keepUsed(table.newIds, table.newCount, table.oldUses, this.newKept, this.newPlaces);
  }

  /**
   * Whether uses outside the middles can change which of the lines just kept stay. A generous bound in
   * linear time; when it says no, which is most often, the text that both sides share need not be read
   * at all. REQUIRES: `keepMatched` ran last.
   */
  needsSharedUses(table: LineTable): boolean {
    const scratch = this.#unmatchedBefore;
    const oldLeft = table.oldCount - this.oldKeptCount;
    const newLeft = table.newCount - this.newKeptCount;
    return (
      (oldLeft >= crowdMin && mayCrowd(table.oldIds, table.oldCount, table.newUses, scratch)) ||
      (newLeft >= crowdMin && mayCrowd(table.newIds, table.newCount, table.oldUses, scratch))
    );
  }

  /**
   * Chooses the lines to keep. `frequentMin` are the uses from which a line is frequent, on either
   * side (see `frequentUses`).
   */
  run(table: LineTable, oldFrequentMin: number, newFrequentMin: number): void {
    this.#reserve(table.oldCount, table.newCount);
    const oldKeptCount = this.oldKeptCount;
    const newKeptCount = this.newKeptCount;
    this.isSame = true;
    classify(table.oldIds, table.oldCount, table.newUses, oldFrequentMin, this.#classes);
    this.oldKeptCount = this.#keep(table.oldIds, table.oldCount, this.oldKept, this.oldPlaces);
    classify(table.newIds, table.newCount, table.oldUses, newFrequentMin, this.#classes);
    this.newKeptCount = this.#keep(table.newIds, table.newCount, this.newKept, this.newPlaces);
    if (oldKeptCount !== this.oldKeptCount || newKeptCount !== this.newKeptCount) this.isSame = false;
  }

  /** Returns how many lines were kept. */
  #keep(ids: Int32Array, count: number, kept: Int32Array, places: Int32Array): number {
    const classes = this.#classes;
    let keptCount = 0;
    let lastMatched = -1;
    let lastUnmatched = -1;
    let nextMatched = -1;
    let moved = 0;
    for (let line = 0; line < count; line += 1) {
      const lineClass = classes[line]!;
      if (lineClass === unmatched) {
        lastUnmatched = line;
        continue;
      }
      if (lineClass === matched) lastMatched = line;
      else if (lastUnmatched > lastMatched) {
        if (nextMatched < 0) countUnmatched(classes, count, this.#unmatchedBefore);
        if (nextMatched <= line) nextMatched = matchedFrom(classes, line + 1, count);
        if (isCrowded(line, lastMatched, nextMatched, this.#unmatchedBefore)) continue;
      }
      kept[keptCount] = ids[line]!;
      moved |= places[keptCount]! ^ line;
      places[keptCount] = line;
      keptCount += 1;
    }
    if (moved !== 0) this.isSame = false;
    return keptCount;
  }

  #reserve(oldCount: number, newCount: number): void {
    if (this.oldKept.length < oldCount) {
      this.oldKept = new Int32Array(oldCount * 2);
      this.oldPlaces = new Int32Array(oldCount * 2);
    }
    if (this.newKept.length < newCount) {
      this.newKept = new Int32Array(newCount * 2);
      this.newPlaces = new Int32Array(newCount * 2);
    }
    const lineCount = Math.max(oldCount, newCount);
    if (this.#classes.length >= lineCount) return;
    this.#classes = new Uint8Array(lineCount * 2);
    this.#unmatchedBefore = new Int32Array(lineCount * 2 + 1);
  }
}

const frequentUsesMax = 1024;
const neighbourCountMax = 100;
const crowdFactor = 3;
/** Fewer unmatched lines crowd out none: a frequent line counts twice. */
const crowdMin = 2 * crowdFactor + 1;

const weightless = -1_000_000_000;

const unmatched = 0;
const matched = 1;
const frequent = 2;

/**
 * The uses in the other text from which a line of a text of `lineCount` lines counts as frequent.
 */
export function frequentUses(lineCount: number): number {
  return Math.min(rootPowerOfTwo(lineCount), frequentUsesMax);
}

/**
 * Whether a matched line lies where `isCrowded` could say yes, if every matched line were frequent.
 */
function mayCrowd(ids: Int32Array, count: number, otherUses: Int32Array, weightsBefore: Int32Array): boolean {
  // The weight of a stretch is its unmatched lines minus three a matched one; each step keeps the
  // heaviest stretch that ends here and has an unmatched line in it.
  let weight = weightless;
  for (let line = 0; line < count; line += 1) {
    weightsBefore[line] = weight;
    const isMatched = otherUses[ids[line]!] !== 0;
    weight = isMatched ? weight - crowdFactor : Math.max(weight, 0) + 1;
  }
  weight = weightless;
  for (let line = count - 1; line >= 0; line -= 1) {
    const isMatched = otherUses[ids[line]!] !== 0;
    if (isMatched && weightsBefore[line]! + weight > 2 * crowdFactor) return true;
    weight = isMatched ? weight - crowdFactor : Math.max(weight, 0) + 1;
  }
  return false;
}

/** Keeps the lines with uses, without a branch that could be guessed wrong; returns how many. */
function keepUsed(ids: Int32Array, count: number, otherUses: Int32Array, kept: Int32Array, places: Int32Array): number {
  let keptCount = 0;
  for (let line = 0; line < count; line += 1) {
    const id = ids[line]!;
    kept[keptCount] = id;
    places[keptCount] = line;
    keptCount += -otherUses[id]! >>> 31;
  }
  return keptCount;
}

function classify(
  ids: Int32Array,
  count: number,
  otherUses: Int32Array,
  frequentMin: number,
  classes: Uint8Array,
): void {
  for (let line = 0; line < count; line += 1) {
    const uses = otherUses[ids[line]!]!;
    classes[line] = uses === 0 ? unmatched : uses >= frequentMin ? frequent : matched;
  }
}

function countUnmatched(classes: Uint8Array, count: number, before: Int32Array): void {
  let total = 0;
  for (let line = 0; line < count; line += 1) {
    before[line] = total;
    if (classes[line] === unmatched) total += 1;
  }
  before[count] = total;
}

/** The first matched line from `line` on, or `count`. */
function matchedFrom(classes: Uint8Array, line: number, count: number): number {
  let at = line;
  while (at < count && classes[at] !== matched) at += 1;
  return at;
}

/**
 * Whether a frequent line lies inside a stretch of unmatched ones. The lines between the matched
 * ones on either side are unmatched or frequent; `nextMatched` is the line count when none follows.
 */
function isCrowded(line: number, lastMatched: number, nextMatched: number, unmatchedBefore: Int32Array): boolean {
  const first = Math.max(lastMatched + 1, line - neighbourCountMax);
  const last = Math.min(nextMatched - 1, line + neighbourCountMax);
  const above = unmatchedBefore[line]! - unmatchedBefore[first]!;
  const below = unmatchedBefore[last + 1]! - unmatchedBefore[line]!;
  if (above === 0 || below === 0) return false;
  // The line counts itself once for each direction.
  return above + below > crowdFactor * (last - first - above - below + 2);
}
