import { ChangeGroups } from './change-groups.ts';
import { GroupSlider } from './group-slider.ts';
import type { HunkList } from './hunk-list.ts';
import { TextMiddle } from './text-middle.ts';

const hunkFields = 4;

/**
 * Moves hunks to where `git diff` and `git blame` put them: first the lines removed, over the whole
 * text, then the lines added. Most hunks cannot move, which a look at the lines at their borders
 * shows; only the others cost more. OWNS 32 bytes a hunk of the largest list that had to move.
 */
export class HunkSlider {
  /** The texts that the hunks are about, to be set before `run` and dropped after it. */
  readonly older: TextMiddle = new TextMiddle();
  readonly newer: TextMiddle = new TextMiddle();
  #oldGroups = new ChangeGroups();
  #newGroups = new ChangeGroups();
  readonly #slider = new GroupSlider();

  get bytes(): number {
    return this.#oldGroups.bytes + this.#newGroups.bytes;
  }

  /** Gives back the arrays; the next run makes new ones. */
  release(): void {
    this.#oldGroups = new ChangeGroups();
    this.#newGroups = new ChangeGroups();
  }

  /** Rewrites `hunks`, the middles of which start at line `firstLine`. */
  run(hunks: HunkList, firstLine: number): void {
    const { older, newer } = this;
    const canOldMove = canMove(older, hunks, 0, firstLine);
    const canNewMove = canMove(newer, hunks, 2, firstLine);
    if (!canOldMove && !canNewMove) return;
    collect(this.#oldGroups, older, hunks, 0, firstLine);
    collect(this.#newGroups, newer, hunks, 2, firstLine);
    if (canOldMove) this.#slider.run(this.#oldGroups, this.#newGroups, older.text, older.length);
    if (canNewMove) this.#slider.run(this.#newGroups, this.#oldGroups, newer.text, newer.length);
    this.#rewrite(hunks);
  }

  /** Groups that lie behind as many unchanged lines make one hunk. */
  #rewrite(hunks: HunkList): void {
    const oldGroups = this.#oldGroups;
    const newGroups = this.#newGroups;
    hunks.clear();
    let oldBefore = 0;
    let newBefore = 0;
    let i = 0;
    let j = 0;
    while (i < oldGroups.count || j < newGroups.count) {
      const oldAt = i < oldGroups.count ? oldGroups.before(i) : Number.POSITIVE_INFINITY;
      const newAt = j < newGroups.count ? newGroups.before(j) : Number.POSITIVE_INFINITY;
      const at = Math.min(oldAt, newAt);
      const removed = oldAt === at ? oldGroups.lineCount(i) : 0;
      const added = newAt === at ? newGroups.lineCount(j) : 0;
      if (oldAt === at) i += 1;
      if (newAt === at) j += 1;
      hunks.add(at + oldBefore, removed, at + newBefore, added);
      oldBefore += removed;
      newBefore += added;
    }
  }
}

/** Whether a hunk of this side can move. `field` is 0 for the old side, 2 for the new one. */
function canMove(middle: TextMiddle, hunks: HunkList, field: 0 | 2, firstLine: number): boolean {
  const { fields } = hunks;
  const last = hunks.count * hunkFields;
  for (let at = field; at < last; at += hunkFields) {
    const lineCount = fields[at + 1]!;
    const line = fields[at]! - firstLine;
    if (lineCount > 0 && middle.canMove(line, line + lineCount)) return true;
  }
  return false;
}

function collect(groups: ChangeGroups, middle: TextMiddle, hunks: HunkList, field: 0 | 2, firstLine: number): void {
  const { fields } = hunks;
  const last = hunks.count * hunkFields;
  groups.cut(0);
  let changedBefore = 0;
  for (let at = field; at < last; at += hunkFields) {
    const lineCount = fields[at + 1]!;
    if (lineCount === 0) continue;
    const line = fields[at]! - firstLine;
    const end = middle.offsetOf(line + lineCount);
    groups.add(fields[at]! - changedBefore, lineCount, middle.offsetOf(line), end);
    changedBefore += lineCount;
  }
}
