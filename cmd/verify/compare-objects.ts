import { createHash } from 'node:crypto';
import type { Blame } from '../../engine/index.ts';
import type { OpinionCount } from './opinion-count.ts';
import type { ObjectReader } from './object-reader.ts';

/** Holds the bytes of a file, and its number of lines, against another reader of objects. */
export async function compareObject(
  reader: ObjectReader,
  blame: Blame,
  path: string,
  count: OpinionCount,
): Promise<void> {
  const theirs = await reader.read(path);
  const lines = blame.text(path).count;
  const content = theirs.bytes;
  const oid = createHash(reader.hash).update(`blob ${content.length}\0`).update(content).digest('hex');
  if (oid !== theirs.oid) count.differ(`${path}: its bytes are of ${oid}, the tree names ${theirs.oid}`);
  else if (lines !== lineCountOf(content)) count.differ(`${path}: ${lines} lines here, ${lineCountOf(content)} there`);
  else count.agree(content.length);
}

/** The last line may lack its end. */
function lineCountOf(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) count += 1;
  return bytes.length > 0 && bytes.at(-1) !== lineFeed ? count + 1 : count;
}

const lineFeed = 0x0a;
