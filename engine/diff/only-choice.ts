/**
 * Whether no other choice of surplus lines leaves the same sequence. `ids` are lines at `places`, of
 * which those with a mark are surplus and the others are all lines of the other text.
 *
 *   a b x c     only x can go: it differs from the lines kept on either side;
 *   a b b c     either b can go.
 *
 * Lines kept match from the left as early as they can, and from the right too, when no surplus line
 * between two of them equals one of the two; then early and late matches are the same.
 */
export function isOnlyChoice(
  ids: Int32Array,
  places: Int32Array,
  count: number,
  marks: Uint8Array,
): boolean {
  let neighbour = -1;
  for (let i = 0; i < count; i += 1) {
    const id = ids[i]!;
    if (marks[places[i]!] === 0) neighbour = id;
    else if (id === neighbour) return false;
  }
  neighbour = -1;
  for (let i = count - 1; i >= 0; i -= 1) {
    const id = ids[i]!;
    if (marks[places[i]!] === 0) neighbour = id;
    else if (id === neighbour) return false;
  }
  return true;
}
