/** A new version of a text: some lines changed, put in or taken out; at times a block moves. */
export function editLines(
  lines: readonly number[],
  below: (bound: number) => number,
  newLine: () => number,
  lineCountMax = 200,
): readonly number[] {
  const edited = [...lines];
  for (let edits = 1 + below(3); edits > 0; edits -= 1) {
    const at = below(edited.length + 1);
    const how = below(8);
    const removed = how < 5 ? below(4) : 0;
    const added = edited.length >= lineCountMax || how === 0 ? 0 : 1 + below(4);
    if (how === 7 && edited.length > 8) edited.splice(below(edited.length - 3), 0, ...edited.splice(at, 3));
    else edited.splice(at, removed, ...Array.from({ length: added }, newLine));
  }
  return edited.length === 0 ? [newLine()] : edited;
}
