import type { HotFile, HotspotsBlock } from '../../../analyzers/index.ts';
import { baseOption, type Chart } from './chart.ts';
import { heatColor, type Look, wantsDarkText } from './look.ts';
import { grouped, plural } from './said-number.ts';

export const drawnFileCountMax = 500;

/** Smaller parts of the whole have no room for a name. */
const labelShareMin = 0.0025;

interface TreeNode {
  readonly name: string;
  readonly path: string;
  value: number;
  commits: number;
  people: number;
  children?: TreeNode[];
  itemStyle?: { readonly color: string; readonly borderWidth: number };
  label?: { readonly show: boolean; readonly color: string };
}

/** Files as areas by their lines in their folders, the hotter the more commits. */
export function hotspotsChart({ files: hot, fileCount }: HotspotsBlock, look: Look): Chart {
  const files = hot.slice(0, drawnFileCountMax);
  const most = files[0]?.commits ?? 1;
  const root = treeOf(files);
  paint(root, { most, lines: root.value }, look);
  return {
    option: {
      ...baseOption(look),
      series: [
        {
          type: 'treemap',
          name: 'all files',
          data: root.children ?? [],
          top: 0,
          left: 0,
          right: 0,
          bottom: 28,
          roam: false,
          nodeClick: 'zoomToNode',
          leafDepth: 4,
          breadcrumb: {
            bottom: 0,
            itemStyle: {
              color: look.surface,
              borderColor: look.grid,
              textStyle: { color: look.ink },
            },
            emphasis: { itemStyle: { color: look.grid } },
          },
          label: { show: true, overflow: 'truncate', fontSize: 11, padding: 3 },
          upperLabel: {
            show: true,
            height: 18,
            color: look.ink,
            fontSize: 11,
            overflow: 'truncate',
          },
          levels: levelsOf(look),
        },
      ],
    },
    tipAt: 'item',
    tip: (_at, _series, data) => tipOf(data as Partial<TreeNode>),
    summary:
      `The ${plural(files.length, 'file', 'files')} with most commits of ` +
      `${grouped(fileCount)}, as areas by their lines. The hottest is ` +
      `${files[0]?.path ?? ''} with ${plural(most, 'commit', 'commits')}.`,
  };
}

function levelsOf(look: Look): object[] {
  const border = { borderColor: look.surface, gapWidth: 1 };
  const folder = { borderColor: look.isDark ? '#2b2a27' : '#ece8df', gapWidth: 1 };
  return [
    { itemStyle: { ...border, borderWidth: 0, gapWidth: 3 }, upperLabel: { show: false } },
    ...[1, 2, 3].map(() => ({ itemStyle: folder })),
  ];
}

function treeOf(files: readonly HotFile[]): TreeNode {
  const root = folder('', '');
  for (const file of files) {
    const parts = file.path.split('/');
    let at = root;
    for (const part of parts.slice(0, -1)) at = folderIn(at, part);
    at.children!.push({
      name: parts.at(-1)!,
      path: file.path,
      value: Math.max(1, file.lines),
      commits: file.commits,
      people: file.people,
    });
  }
  join(root);
  return root;
}

function folder(name: string, path: string): TreeNode {
  return { name, path, value: 0, commits: 0, people: 0, children: [] };
}

function folderIn(parent: TreeNode, name: string): TreeNode {
  const known = parent.children!.find((child) => child.name === name && child.children !== undefined);
  if (known !== undefined) return known;
  const path = parent.path === '' ? name : `${parent.path}/${name}`;
  const made = folder(name, path);
  parent.children!.push(made);
  return made;
}

/** Sums up, and joins folders that hold one folder only: `src/main/java`. */
function join(node: TreeNode): void {
  if (node.children === undefined) return;
  node.children = node.children.map((child) => {
    let joined = child;
    while (joined.children?.length === 1 && joined.children[0]!.children !== undefined) {
      const only = joined.children[0]!;
      joined = { ...only, name: `${joined.name}/${only.name}` };
    }
    join(joined);
    return joined;
  });
  for (const child of node.children) {
    node.value += child.value;
    node.commits = Math.max(node.commits, child.commits);
  }
}

function paint(node: TreeNode, whole: { readonly most: number; readonly lines: number }, look: Look): void {
  for (const child of node.children ?? []) {
    // A root shows the differences among the many files that are not the hottest.
    const color = heatColor(look, Math.sqrt(child.commits / whole.most));
    child.itemStyle = { color, borderWidth: child.children === undefined ? 0 : 2 };
    if (child.children === undefined) {
      const show = child.value / whole.lines >= labelShareMin;
      child.label = { show, color: wantsDarkText(color) ? '#1d1c1a' : '#ffffff' };
    }
    paint(child, whole, look);
  }
}

function tipOf({ path = '', value = 0, commits = 0, people = 0, children }: Partial<TreeNode>): {
  title: string;
  rows: { name: string; value: string }[];
} {
  const lines = { name: 'lines', value: grouped(value) };
  if (children !== undefined) {
    return {
      title: `${path}/`,
      rows: [lines, { name: 'commits of its hottest file', value: grouped(commits) }],
    };
  }
  return {
    title: path,
    rows: [{ name: 'commits', value: grouped(commits) }, { name: 'people', value: grouped(people) }, lines],
  };
}
