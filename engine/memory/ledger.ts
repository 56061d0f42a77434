import { assert } from '../base/index.ts';

/** One line of the ledger's report, in bytes. */
export interface LedgerRow {
  readonly account: string;
  readonly usedBytes: number;
  readonly peakBytes: number;
  readonly boundBytes: number;
}

/**
 * Who holds how much. Every structure that grows reserves here before it allocates, within the
 * bound that the run plan gave it; a refusal means that the owner has to spill or evict first. So
 * the budget holds by construction, and the meter is only the check on it.
 * BOUNDED BY: one account a kind of structure, a few dozen in a run.
 */
export class MemoryLedger {
  readonly #accounts = new Map<string, LedgerAccount>();

  /** Opens an account under a name of its own. An unlimited run gives `Infinity` as bound. */
  open(account: string, boundBytes: number): LedgerAccount {
    assert(!this.#accounts.has(account), `the account "${account}" is opened once`);
    const opened = new LedgerAccount(account, boundBytes);
    this.#accounts.set(account, opened);
    return opened;
  }

  /** Bytes reserved in all accounts. */
  get totalBytes(): number {
    let total = 0;
    for (const account of this.#accounts.values()) total += account.usedBytes;
    return total;
  }

  /**
   * What all accounts together may reserve; the opener of accounts checks it against the budget.
   */
  get boundBytesTotal(): number {
    let total = 0;
    for (const account of this.#accounts.values()) total += account.boundBytes;
    return total;
  }

  /** All accounts, by name in code unit order. */
  rows(): LedgerRow[] {
    const rows: LedgerRow[] = [];
    for (const { name, usedBytes, peakBytes, boundBytes } of this.#accounts.values()) {
      rows.push({ account: name, usedBytes, peakBytes, boundBytes });
    }
    return rows.sort((a, b) => (a.account < b.account ? -1 : 1));
  }
}

/** The share of memory that one owner may use. */
export class LedgerAccount {
  readonly name: string;
  readonly boundBytes: number;
  #usedBytes = 0;
  #peakBytes = 0;

  constructor(name: string, boundBytes: number) {
    assert(boundBytes >= 0, `the bound of "${name}" is not negative`);
    this.name = name;
    this.boundBytes = boundBytes;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  get peakBytes(): number {
    return this.#peakBytes;
  }

  /**
   * Takes `bytes` if they fit within the bound; otherwise nothing happens and the answer is false.
   */
  reserve(bytes: number): boolean {
    assert(Number.isSafeInteger(bytes) && bytes >= 0, 'whole bytes are reserved');
    if (this.#usedBytes + bytes > this.boundBytes) return false;
    this.#usedBytes += bytes;
    if (this.#usedBytes > this.#peakBytes) this.#peakBytes = this.#usedBytes;
    return true;
  }

  /**
   * Sets what is held, for owners that keep to their bound by themselves. Beyond the bound it counts all the same,
   * so that a broken promise is seen.
   */
  hold(bytes: number): void {
    assert(Number.isSafeInteger(bytes) && bytes >= 0, 'whole bytes are held');
    this.#usedBytes = bytes;
    if (bytes > this.#peakBytes) this.#peakBytes = bytes;
  }

  /** Gives back what was reserved. */
  release(bytes: number): void {
    assert(Number.isSafeInteger(bytes) && bytes >= 0, 'whole bytes are released');
    assert(bytes <= this.#usedBytes, `no more is released from "${this.name}" than was reserved`);
    this.#usedBytes -= bytes;
  }
}
