/** Most lists are this short, and are sorted without a view of the array. */
const insertionMax = 32;

/** Sorts the first ids and moves the distinct ones to the front; returns how many there are. */
export function sortDistinct(ids: Int32Array, count: number): number {
  if (count <= insertionMax) insertionSort(ids, count);
  else ids.subarray(0, count).sort();
  let kept = 0;
  for (let at = 0; at < count; at += 1) {
    if (kept > 0 && ids[at] === ids[kept - 1]) continue;
    ids[kept] = ids[at]!;
    kept += 1;
  }
  return kept;
}

function insertionSort(ids: Int32Array, count: number): void {
  for (let at = 1; at < count; at += 1) {
    const id = ids[at]!;
    let to = at;
    for (; to > 0 && ids[to - 1]! > id; to -= 1) ids[to] = ids[to - 1]!;
    ids[to] = id;
  }
}
