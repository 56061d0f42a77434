/**
 * Prints by how much the resident memory of this process grew at most while `work` was called `calls` times, without
 * a collection in between, as in a loop over frames or objects.
 */
export function printGrowth(name: string, calls: number, work: () => unknown): void {
  work();
  const beforeBytes = process.memoryUsage.rss();
  let mostBytes = beforeBytes;
  for (let call = 0; call < calls; call += 1) {
    work();
    if (call % 64 === 0) mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
  }
  const grown = `${((mostBytes - beforeBytes) / 2 ** 20).toFixed(0)} MiB`;
  process.stdout.write(`${name.padEnd(44)} ${grown.padStart(14)} more resident after ${calls} calls\n`);
}
