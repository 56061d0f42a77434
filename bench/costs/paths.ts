/**
 * What names of files take beside the names: 100,000 made ones, interned and followed over renames.
 *
 *   node dist/bench/costs/paths.js
 */
import { ByteInterner } from '../../engine/base/index.ts';
import { FileIdentity } from '../../engine/history/index.ts';
import { printCosts } from './cost-row.ts';

const files = 100_000;
const added = 1;
const paths = new ByteInterner();
const identity = new FileIdentity();
let nameBytes = 0;
for (let file = 0; file < files; file += 1) {
  const name = Buffer.from(`source/part-${file % 300}/of-the-program/file-${file}.c`);
  nameBytes += name.length;
  identity.observe(added, paths.intern(name, 0, name.length), -1);
}
printCosts([
  { account: 'paths', what: `${files} names`, value: paths.bytes + identity.bytes },
  { account: 'paths', what: 'per file, beside its name', value: (paths.bytes + identity.bytes - nameBytes) / files },
]);
