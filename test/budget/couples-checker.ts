import { CouplesDesign, coupledPlace, type CouplesShape, type FilePlace } from '../../bench/generate/couples-design.ts';

/**
 * Checks the pairs of a couples report against the design, as they stream by: every row is right, rows are in
 * their order, which admits none twice, and there are as many as there must be. So none is missing.
 * BOUNDED BY: one line of the report; faults beyond the first ten are only counted.
 */
export class CouplesChecker {
  readonly #design: CouplesDesign;
  readonly #faults: string[] = [];
  #faultCount = 0;
  #rest = '';
  #lineCount = 0;
  #coChanges = 0;
  #previous = '';
  #previousCount = Number.POSITIVE_INFINITY;

  constructor(shape: CouplesShape) {
    this.#design = new CouplesDesign(shape);
  }

  /** Takes a piece of the table in CSV. */
  push(bytes: Buffer): void {
    const lines = (this.#rest + bytes.toString('latin1')).split('\n');
    this.#rest = lines.pop()!;
    for (const line of lines) this.#check(line.trimEnd());
  }

  /** What is wrong, as sentences; none when all is right. */
  finish(): string[] {
    const { pairs, coChanges } = this.#design;
    const rows = Math.max(0, this.#lineCount - 1);
    if (this.#rest !== '') this.#fail('the last line has no end');
    if (rows !== pairs) this.#fail(`there are ${rows} pairs and not ${pairs}`);
    if (this.#coChanges !== coChanges) this.#fail(`common changes add up to ${this.#coChanges}, not ${coChanges}`);
    const more = this.#faultCount - this.#faults.length;
    return more > 0 ? [...this.#faults, `and ${more} faults more`] : this.#faults;
  }

  #check(line: string): void {
    this.#lineCount += 1;
    const [file1 = '', file2 = '', coText = '', strengthText = ''] = line.split(',');
    if (this.#lineCount === 1) {
      if (file1 !== 'file1') this.#fail(`the table begins with "${line}"`);
      return;
    }
    const coChanges = Number(coText);
    this.#coChanges += coChanges;
    const one = coupledPlace(file1);
    const other = coupledPlace(file2);
    const expected = this.#design.coChangesOf(one, other);
    if (file1 >= file2) this.#fail(`"${line}" is not in order`);
    if (coChanges !== expected) this.#fail(`"${line}" should have ${expected} common changes`);
    const strength = this.#strengthOf(one, other, expected);
    if (Math.abs(Number(strengthText) - strength) > 1e-9) this.#fail(`"${line}" should be ${strength} strong`);
    this.#checkOrder(line, coChanges, `${file1},${file2}`);
  }

  /** Most common changes first, then by path. */
  #checkOrder(line: string, coChanges: number, pair: string): void {
    const isAfter = coChanges < this.#previousCount || (coChanges === this.#previousCount && pair > this.#previous);
    if (!isAfter) this.#fail(`"${line}" should not come after ${this.#previousCount} of "${this.#previous}"`);
    this.#previousCount = coChanges;
    this.#previous = pair;
  }

  #strengthOf(one: FilePlace, other: FilePlace, coChanges: number): number {
    const mean = (this.#design.revisionsOf(one) + this.#design.revisionsOf(other)) / 2;
    return Math.min(1, coChanges / mean);
  }

  #fail(fault: string): void {
    this.#faultCount += 1;
    if (this.#faults.length < 10) this.#faults.push(fault);
  }
}
