import { assert } from '../base/index.ts';
import { type Batch, itemInts } from './batch.ts';

/**
 * Opens the next item of a batch. The caller copies the id of the tree to the returned offset of `oids`, and those of
 * its bases behind it.
 */
export function addItem(batch: Batch, place: number, flags: number, baseCount: number, oidBytes: number): number {
  const head = batch.count * itemInts;
  assert(head < batch.heads.length, 'a batch is closed when it is full');
  const at = batch.oidsEnd;
  batch.heads.set([place, flags, baseCount, at], head);
  batch.count += 1;
  batch.oidsEnd += (1 + baseCount) * oidBytes;
  if (batch.oidsEnd > batch.oids.length) batch.oids = grown(batch.oids, batch.oidsEnd * 2);
  return at;
}

function grown(old: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const bigger = new Uint8Array(length);
  bigger.set(old);
  return bigger;
}
