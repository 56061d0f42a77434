/** Below this a plain loop beats making a view for the native copy. */
const loopBytesMax = 32;

/** Copies `source[start, end)` to `target` at `at`. REQUIRES: there is room. */
export function copyBytes(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): void {
  if (end - start > loopBytesMax) {
    target.set(source.subarray(start, end), at);
    return;
  }
  for (let from = start, to = at; from < end; from += 1, to += 1) target[to] = source[from]!;
}
