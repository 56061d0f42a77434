import { gitObjects } from './git-objects.ts';
import { gitRun } from './git-run.ts';

export interface TreeFile {
  readonly mode: string;
  readonly oid: string;
}

/** Files by path, in git's order; paths as latin1. */
export type FileTree = ReadonlyMap<string, TreeFile>;

export interface GraphCommit {
  readonly id: string;
  readonly parents: readonly string[];
  readonly files: FileTree;
}

interface TreeRow extends TreeFile {
  readonly name: string;
}

/** All commits that a revision reaches, parents before children, each with all of its files. */
export function commitTrees(repository: string, revision: string): GraphCommit[] {
  const words = ['log', '--topo-order', '--reverse', '--format=%H %T %P', revision];
  const lines = gitRun(repository, words).toString('latin1').trimEnd().split('\n');
  const rows = lines.map((line) => line.trim().split(' '));
  const trees = readTrees(
    repository,
    rows.map(([, tree]) => tree!),
  );
  return rows.map(([id, tree, ...parents]) => {
    const files = new Map<string, TreeFile>();
    addFiles(trees, tree!, '', files);
    return { id: id!, parents, files };
  });
}

/** The trees and all trees below them, level by level. */
function readTrees(repository: string, roots: readonly string[]): Map<string, readonly TreeRow[]> {
  const trees = new Map<string, readonly TreeRow[]>();
  for (let level = new Set(roots); level.size > 0;) {
    const next = new Set<string>();
    for (const [oid, bytes] of gitObjects(repository, level)) {
      const rows = treeRows(bytes, oid.length / 2);
      trees.set(oid, rows);
      for (const row of rows) if (row.mode === '40000' && !trees.has(row.oid)) next.add(row.oid);
    }
    level = next;
  }
  return trees;
}

function treeRows(bytes: Buffer, oidBytes: number): TreeRow[] {
  const rows: TreeRow[] = [];
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const zero = bytes.indexOf(0, space);
    rows.push({
      mode: bytes.toString('latin1', at, space),
      name: bytes.toString('latin1', space + 1, zero),
      oid: bytes.toString('hex', zero + 1, zero + 1 + oidBytes),
    });
    at = zero + 1 + oidBytes;
  }
  return rows;
}

function addFiles(
  trees: ReadonlyMap<string, readonly TreeRow[]>,
  tree: string,
  prefix: string,
  files: Map<string, TreeFile>,
): void {
  for (const { mode, name, oid } of trees.get(tree)!) {
    if (mode === '40000') addFiles(trees, oid, `${prefix}${name}/`, files);
    else files.set(`${prefix}${name}`, { mode, oid });
  }
}
