/**
 * A merge of texts without conflicts: what either side took out is out, what both put in at one place stands in
 * both orders' union, ours first. Every number stands once in a text.
 */
export function mergeLines(
  base: readonly number[],
  ours: readonly number[],
  theirs: readonly number[],
): readonly number[] {
  const inBase = new Set(base);
  const inOurs = new Set(ours);
  const inTheirs = new Set(theirs);
  const merged: number[] = [];
  const behind = insertedBehind(
    theirs,
    (line) => inOurs.has(line),
    (line) => !inBase.has(line),
  );
  merged.push(...(behind.get(undefined) ?? []));
  for (const line of ours) {
    if (!inBase.has(line) || inTheirs.has(line)) merged.push(line);
    merged.push(...(behind.get(line) ?? []));
  }
  return merged;
}

/** New lines by the last line before them that the other side has as well. */
function insertedBehind(
  lines: readonly number[],
  isShared: (line: number) => boolean,
  isNew: (line: number) => boolean,
): ReadonlyMap<number | undefined, readonly number[]> {
  const behind = new Map<number | undefined, number[]>();
  let anchor: number | undefined;
  for (const line of lines) {
    if (isShared(line)) anchor = line;
    else if (isNew(line)) behind.set(anchor, [...(behind.get(anchor) ?? []), line]);
  }
  return behind;
}
