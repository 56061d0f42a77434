import type { ReportContext } from '../../engine/index.ts';
import type { Touches } from './touches.ts';

/** Who created each file of the tree, by rank; -1 where no commit of the walk did. BOUNDED BY: 4 bytes a file. */
export function creatorsByRank(touches: Touches, context: ReportContext): Int32Array {
  const { files } = context;
  const creators = new Int32Array(files.count).fill(-1);
  for (const file of touches.groups()) {
    for (const { place, created } of file) {
      if (created === 0) continue;
      const person = context.personOf(place);
      files.eachRankOfFile(file.key, (rank) => (creators[rank] = person));
      break;
    }
  }
  return creators;
}
