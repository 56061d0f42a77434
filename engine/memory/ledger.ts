import { assert } from '../base/index.ts';

/** One line of the ledger's report, in bytes. */
export interface LedgerRow {
  readonly account: string;
  readonly usedBytes: number;
  readonly peakBytes: number;
  readonly boundBytes: number;
}

/**
 * Who holds how much. Owners keep to the bound that the run plan gave them by themselves, by spilling or evicting;
 * what they hold is entered here when a chunk ends, for the log and the memory report.
 * BOUNDED BY: one account per kind of structure, a few dozen in a run.
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

  /** Bytes held in all accounts. */
  get totalBytes(): number {
    let total = 0;
    for (const account of this.#accounts.values()) total += account.usedBytes;
    return total;
  }

  /** What all accounts together may hold. */
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

  /** Sets what is held. Beyond the bound it counts all the same, so that a broken promise is seen. */
  hold(bytes: number): void {
    assert(Number.isSafeInteger(bytes) && bytes >= 0, 'whole bytes are held');
    this.#usedBytes = bytes;
    if (bytes > this.#peakBytes) this.#peakBytes = bytes;
  }
}
