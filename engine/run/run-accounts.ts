import { type LedgerAccount, type LedgerRow, MemoryLedger } from '../memory/index.ts';
import type { AccountName, PlannedAccount } from '../plan.ts';

/**
 * The ledger of a run: the accounts of its plan, with what each holds. Structures of the main thread keep to their
 * bounds by construction and are read here at the borders of chunks; an account that is taken whole is held from the
 * start.
 * BOUNDED BY: one account per line of the plan.
 */
export class RunAccounts {
  readonly #ledger = new MemoryLedger();
  readonly #accounts = new Map<AccountName, LedgerAccount>();
  #unaccountedBytes = 0;

  constructor(planned: readonly PlannedAccount[]) {
    for (const { name, isWhole, boundBytes } of planned) {
      const account = this.#ledger.open(name, boundBytes);
      if (isWhole) account.hold(boundBytes);
      this.#accounts.set(name, account);
    }
  }

  /** Says what an account holds now; more than its bound is seen in the report. */
  hold(name: AccountName, bytes: number): void {
    this.#accounts.get(name)?.hold(bytes);
  }

  /** Compares the ledger with what the kernel says. */
  compare(rssBytes: number): void {
    this.#unaccountedBytes = Math.max(this.#unaccountedBytes, rssBytes - this.#ledger.totalBytes);
  }

  /** What all accounts together may hold. */
  get boundBytes(): number {
    return this.#ledger.boundBytesTotal;
  }

  get totalBytes(): number {
    return this.#ledger.totalBytes;
  }

  /** The most that was resident beyond what the ledger knew of, in bytes; 0 when it knew of all. */
  get unaccountedBytes(): number {
    return this.#unaccountedBytes;
  }

  /** Bytes by account name, as they are now. */
  get heldBytes(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#ledger.rows().map(({ account, usedBytes }) => [account, usedBytes]));
  }

  /** In the order of the plan. */
  rows(): readonly LedgerRow[] {
    const rows = new Map(this.#ledger.rows().map((row) => [row.account, row]));
    return Array.from(this.#accounts.keys(), (name) => rows.get(name)!);
  }
}
