import { formatBytes, formatDuration, type RunAccounts } from '../../engine/index.ts';

/** What `--memory-report` shows at the end of a run, as lines: who might hold how much, and who did. */
export function memoryReport(
  accounts: RunAccounts | undefined,
  peakBytes: number,
  budgetBytes: number,
  durationMs: number,
): string[] {
  const rows = (accounts?.rows() ?? []).map(({ account, boundBytes, peakBytes: peak }) => [
    account,
    formatBytes(boundBytes),
    formatBytes(peak),
  ]);
  const boundBytes = accounts?.boundBytes ?? 0;
  if (rows.length > 0) {
    rows.unshift(['account', 'bound', 'peak']);
    rows.push(['all accounts', formatBytes(boundBytes), '']);
    rows.push(['not accounted for', '', formatBytes(Math.max(0, accounts?.unaccountedBytes ?? 0))]);
  }
  const budget = budgetBytes === 0 ? 'unlimited' : formatBytes(budgetBytes);
  rows.push(["the kernel's high-water mark", budget, formatBytes(peakBytes)]);
  const lines = rows.map(([name, bound, peak]) => `${name!.padEnd(30)}${bound!.padStart(12)}${peak!.padStart(12)}`);
  return [...lines, `Peak resident memory ${formatBytes(peakBytes)} in ${formatDuration(durationMs)}`];
}
