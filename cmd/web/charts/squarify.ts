export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Cuts an area into one for each weight, in their order, as square as can be (Bruls, Huizing and van Wijk
 * 2000). Weights are above 0, best largest first; areas are in proportion to them.
 */
export function squarify(weights: readonly number[], area: Area): Area[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const scale = total === 0 ? 0 : (area.width * area.height) / total;
  const areas: Area[] = [];
  let rest = area;
  for (let at = 0; at < weights.length;) {
    const side = Math.min(rest.width, rest.height);
    let end = at + 1;
    let sum = weights[at]! * scale;
    while (end < weights.length) {
      const next = sum + weights[end]! * scale;
      const worstNow = worstRatio(weights[at]! * scale, weights[end - 1]! * scale, sum, side);
      if (worstRatio(weights[at]! * scale, weights[end]! * scale, next, side) > worstNow) break;
      sum = next;
      end += 1;
    }
    const depth = side === 0 ? 0 : sum / side;
    areas.push(...strip(weights.slice(at, end), rest, depth));
    rest =
      rest.width >= rest.height
        ? { ...rest, x: rest.x + depth, width: Math.max(0, rest.width - depth) }
        : { ...rest, y: rest.y + depth, height: Math.max(0, rest.height - depth) };
    at = end;
  }
  return areas;
}

/** Of a strip along a side: how far from square its worst area is. */
function worstRatio(largest: number, smallest: number, sum: number, side: number): number {
  const [square, sumSquare] = [side * side, sum * sum];
  return Math.max((square * largest) / sumSquare, sumSquare / (square * smallest));
}

/** Areas side by side along the shorter side of what is left. */
function strip(weights: readonly number[], rest: Area, depth: number): Area[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const isUpright = rest.width >= rest.height;
  const side = isUpright ? rest.height : rest.width;
  let offset = 0;
  return weights.map((weight) => {
    const length = sum === 0 ? 0 : (side * weight) / sum;
    const area = isUpright
      ? { x: rest.x, y: rest.y + offset, width: depth, height: length }
      : { x: rest.x + offset, y: rest.y, width: length, height: depth };
    offset += length;
    return area;
  });
}
