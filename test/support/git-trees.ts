import { join } from 'node:path';
import type { GitFixture } from './git-fixture.ts';

/** Text, or something else under a mode as git writes it; the content of a gitlink is the id of a commit. */
export type TreeContent = string | { readonly mode: '100755' | '120000' | '160000'; readonly content: string };

let madeCount = 0;
/** Ids by content. */
const blobs = new WeakMap<GitFixture, Map<string, string>>();

/** Writes a tree of such files; returns its id in hex. */
export function makeTree(fixture: GitFixture, files: Readonly<Record<string, TreeContent>>): string {
  madeCount += 1;
  const env = { GIT_INDEX_FILE: join(fixture.root, `index-${madeCount}`) };
  const rows = Object.entries(files).map(([path, file]) => {
    const { mode, content } = typeof file === 'string' ? { mode: '100644', content: file } : file;
    return `${mode} ${mode === '160000' ? content : blobOf(fixture, content)}\t${path}\0`;
  });
  fixture.gitBytes(['update-index', '-z', '--add', '--index-info'], { env, input: rows.join('') });
  return fixture.gitBytes(['write-tree', '--missing-ok'], { env }).toString().trim();
}

function blobOf(fixture: GitFixture, content: string): string {
  const known = blobs.get(fixture) ?? new Map<string, string>();
  blobs.set(fixture, known);
  const oid = known.get(content) ?? fixture.gitBytes(['hash-object', '-w', '--stdin'], { input: content });
  known.set(content, oid.toString().trim());
  return known.get(content)!;
}
