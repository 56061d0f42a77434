/**
 * Shannon's entropy of a distribution in bits, added up amount by amount: log2 S - (sum of a log2 a) / S.
 * Amounts of 0 take no part.
 */
export class ChangeEntropy {
  sum = 0;
  /** Number of amounts above 0. */
  count = 0;
  #weighted = 0;

  add(amount: number): void {
    if (amount <= 0) return;
    this.sum += amount;
    this.count += 1;
    this.#weighted += amount * Math.log2(amount);
  }

  clear(): void {
    this.sum = 0;
    this.count = 0;
    this.#weighted = 0;
  }

  /** From 0 to log2 of the count. */
  get bits(): number {
    if (this.count < 2) return 0;
    return Math.min(Math.log2(this.count), Math.max(0, Math.log2(this.sum) - this.#weighted / this.sum));
  }

  /** By the most that so many amounts can have. */
  shareOf(count: number): number {
    return count < 2 ? 0 : Math.min(1, this.bits / Math.log2(count));
  }
}
