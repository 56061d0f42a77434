import { type CouplesShape, coupledPath, rowOf, weightMax, weightOf } from './couples-design.ts';
import type { ImportWriter, Story } from './import-writer.ts';

/** Files come in commits of more than 1,000, which coupling leaves out by default. */
const addedCommitFiles = 2000;
const person = 'A U Thor <author@example.org>';

/** The history of a design: commits that add all files, then its blocks, each as often as it weighs. */
export function couplesStory(shape: CouplesShape): Story {
  return function* (out) {
    let seconds = 1_000_000_000;
    for (const files of inGroups(allFiles(shape), addedCommitFiles)) {
      seconds += 3600;
      out.commit({ branch: 'main', seconds, person, message: 'Add files' });
      for (const path of files) out.file(path, textOf(path, 0));
      yield;
    }
    // Round by round, so that the commits of one block lie far apart.
    for (let round = 1; round <= weightMax; round += 1) {
      for (let block = 0; block < shape.blocks; block += 1) {
        if (weightOf(block) < round) continue;
        seconds += 3600;
        out.commit({ branch: 'main', seconds, person, message: `Block ${block}` });
        writeBlock(out, shape, block, round);
        yield;
      }
    }
  };
}

function writeBlock(out: ImportWriter, shape: CouplesShape, block: number, round: number): void {
  for (let column = 0; column < shape.columns; column += 1) {
    const row = rowOf(shape, block, column);
    for (let file = 0; file < shape.cellFiles; file += 1) {
      const path = coupledPath({ column, row, file });
      out.file(path, textOf(path, block * weightMax + round));
    }
  }
}

/** A second line that no other commit of the file has. */
function textOf(path: string, change: number): string {
  return `${path}\n${change}\n`;
}

function* allFiles({ columns, rows, cellFiles }: CouplesShape): Generator<string> {
  for (let column = 0; column < columns; column += 1) {
    for (let row = 0; row < rows; row += 1) {
      for (let file = 0; file < cellFiles; file += 1) yield coupledPath({ column, row, file });
    }
  }
}

/** Groups of more than 1,000, if there are so many: what is left over goes to the last one. */
function* inGroups(paths: Iterable<string>, size: number): Generator<readonly string[]> {
  let group: string[] = [];
  for (const path of paths) {
    group.push(path);
    if (group.length < size * 2) continue;
    yield group.splice(0, size);
  }
  yield group;
}
