import { gitRun } from './git-run.ts';

/** Objects by id, all in memory, read by one `git cat-file`. */
export function gitObjects(repository: string, oids: Iterable<string>): Map<string, Buffer> {
  const wanted = Array.from(new Set(oids));
  const objects = new Map<string, Buffer>();
  if (wanted.length === 0) return objects;
  const output = gitRun(repository, ['cat-file', '--batch', '--buffer'], { input: `${wanted.join('\n')}\n` });
  let at = 0;
  for (const oid of wanted) {
    const end = output.indexOf('\n', at);
    const [, type, size] = output.toString('latin1', at, end).split(' ');
    if (size === undefined) throw new Error(`Cannot read object ${oid}: git says ${type}`);
    objects.set(oid, output.subarray(end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  return objects;
}
