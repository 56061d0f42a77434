import type { HotFile } from '../../../analyzers/index.ts';

/** A file, or a folder with what is in it, largest first. */
export interface CodeNode {
  readonly name: string;
  readonly path: string;
  lines: number;
  /** Of a folder: of its hottest file. */
  commits: number;
  people: number;
  children: CodeNode[] | undefined;
}

/** Files in their folders. Folders that hold one folder only are joined with it: `src/main/java`. */
export function codeTree(files: readonly HotFile[]): CodeNode {
  const root = folder('', '');
  const folders = new Map<string, CodeNode>([['', root]]);
  for (const { path, lines, commits, people } of files) {
    const parent = folderOf(path.slice(0, Math.max(0, path.lastIndexOf('/'))), folders);
    const name = path.slice(path.lastIndexOf('/') + 1);
    parent.children!.push({ name, path, lines: Math.max(1, lines), commits, people, children: undefined });
  }
  settle(root);
  return root;
}

/** The folder of a path; undefined when there is none, or it is joined with another. */
export function nodeAt(node: CodeNode, path: string): CodeNode | undefined {
  if (node.path === path) return node;
  const next = node.children?.find((child) => path === child.path || path.startsWith(`${child.path}/`));
  return next?.children === undefined ? undefined : nodeAt(next, path);
}

/** Folders that can be looked into, as a list that goes down into each. */
export function foldersOf(node: CodeNode): CodeNode[] {
  const folders = (node.children ?? []).filter(({ children }) => children !== undefined);
  return folders.flatMap((child) => [child, ...foldersOf(child)]);
}

function folder(name: string, path: string): CodeNode {
  return { name, path, lines: 0, commits: 0, people: 0, children: [] };
}

function folderOf(path: string, folders: Map<string, CodeNode>): CodeNode {
  const known = folders.get(path);
  if (known !== undefined) return known;
  const slash = path.lastIndexOf('/');
  const parent = folderOf(path.slice(0, Math.max(0, slash)), folders);
  const made = folder(path.slice(slash + 1), path);
  folders.set(path, made);
  parent.children!.push(made);
  return made;
}

function settle(node: CodeNode): void {
  node.children = node.children!.map(joined);
  for (const child of node.children) {
    if (child.children !== undefined) settle(child);
    node.lines += child.lines;
    node.commits = Math.max(node.commits, child.commits);
  }
  node.children.sort((one, other) => other.lines - one.lines);
}

function joined(node: CodeNode): CodeNode {
  let [at, name] = [node, node.name];
  while (at.children?.length === 1 && at.children[0]!.children !== undefined) {
    at = at.children[0]!;
    name = `${name}/${at.name}`;
  }
  return { ...at, name };
}
