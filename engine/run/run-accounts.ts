import { type LedgerAccount, type LedgerRow, MemoryLedger } from '../memory/index.ts';
import type { PlannedAccount } from './run-plan.ts';

/**
 * The ledger of a run: the accounts of its plan, with what each holds. Structures of the main thread keep to their
 * bounds by construction and are read here at the borders of chunks; what a thread, a slab or a ring takes is
 * reserved as a whole when it is opened.
 * BOUNDED BY: one account a line of the plan.
 */
export class RunAccounts {
  readonly #ledger = new MemoryLedger();
  readonly #accounts = new Map<string, LedgerAccount>();
  #unaccountedBytes = 0;

  constructor(planned: readonly PlannedAccount[]) {
    for (const { name, boundBytes } of planned) this.#accounts.set(name, this.#ledger.open(name, boundBytes));
  }

  /** Accounts whose owners take all of it at once. */
  reserveWhole(names: readonly string[]): void {
    for (const name of names) this.hold(name, this.#accounts.get(name)?.boundBytes ?? 0);
  }

  /** Says what an account holds now; more than its bound is seen in the report. */
  hold(name: string, bytes: number): void {
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
