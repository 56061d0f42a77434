import type { CodeNode } from './code-tree.ts';
import { type Area, squarify } from './squarify.ts';

/** What is drawn of a node. A folder that is too small to be looked into is `closed`, one block. */
export interface Placed {
  readonly node: CodeNode;
  readonly area: Area;
  readonly kind: 'file' | 'open' | 'closed';
}

export const headPixels = 18;
const openWidthMin = 56;
const openHeightMin = 44;
const gapPixels = 2;
/** Smaller blocks would not be seen. */
const sideMin = 1.5;

/** Areas of all that is in a folder, down to where folders are too small to be opened. */
export function treemapLayout(root: CodeNode, area: Area): Placed[] {
  const children = root.children ?? [];
  const areas = squarify(
    children.map(({ lines }) => lines),
    area,
  );
  return children.flatMap((node, at) => placed(node, shrunk(areas[at]!, gapPixels / 2)));
}

function placed(node: CodeNode, area: Area): Placed[] {
  if (area.width < sideMin || area.height < sideMin) return [];
  if (node.children === undefined) return [{ node, area, kind: 'file' }];
  if (area.width < openWidthMin || area.height < openHeightMin) return [{ node, area, kind: 'closed' }];
  const inner = {
    x: area.x + gapPixels,
    y: area.y + headPixels,
    width: area.width - gapPixels * 2,
    height: area.height - headPixels - gapPixels,
  };
  return [{ node, area, kind: 'open' }, ...treemapLayout(node, inner)];
}

function shrunk({ x, y, width, height }: Area, by: number): Area {
  return { x: x + by, y: y + by, width: Math.max(0, width - by * 2), height: Math.max(0, height - by * 2) };
}
