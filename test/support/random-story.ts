import {
  added,
  addedBinary,
  becameBinary,
  becameText,
  type ChangeSpec,
  CommitStory,
  deleted,
  type Hunk,
  modified,
  renamed,
} from './commit-story.ts';
import { randomFrom } from './random.ts';

/**
 * A story of everything that may happen to files: edits, renames with edits, turns to binary and
 * back, deletions, files that come again, side branches whose changes a merge brings to the
 * mainline.
 */
export function randomStory(seed: number, commitCount: number): CommitStory {
  const random = randomFrom(seed);
  const below = (end: number): number => Math.floor(random() * end);
  const story = new CommitStory();
  if (below(2) === 0) story.startFrom(added('old.c', 40), added('older.go', 25));
  let tick = 0;
  while (story.commits.length < commitCount) {
    const step = below(5) === 0 ? below(90) : below(3);
    // Ticks count from the first commit.
    if (story.commits.length > 0) tick += step;
    const by = { tick, person: below(5) };
    const specs = randomChanges(story, below);
    if (below(5) > 0) {
      story.commit(by, ...specs);
      continue;
    }
    story.commit({ ...by, isMainline: false }, ...specs);
    // Half of the merges take the lines over, the others write them anew.
    const writer = story.commits.length - below(2);
    story.commit({ tick, person: below(5), isMerge: true, writer }, ...specs);
  }
  return story;
}

type Below = (end: number) => number;

function randomChanges(story: CommitStory, below: Below): ChangeSpec[] {
  const free = Array.from({ length: 150 }, (_, at) => `${'abc'[at % 3]}/${at}${['.c', '.go', ''][at % 3]}`);
  const fresh = free.filter((path) => !story.tree.has(path));
  const alive = Array.from(story.tree.keys());
  const specs: ChangeSpec[] = [];
  for (let left = below(7); left > 0; left -= 1) {
    const choice = below(10);
    if (choice < 3 || alive.length === 0) specs.push(randomAdd(take(fresh, below), below));
    else if (choice === 3) specs.push(deleted(take(alive, below)));
    else if (choice === 4) specs.push(randomRename(story, take(alive, below), take(fresh, below), below));
    else specs.push(randomEdit(story, take(alive, below), below));
  }
  return specs;
}

function take(paths: string[], below: Below): string {
  return paths.splice(below(paths.length), 1)[0]!;
}

function randomAdd(path: string, below: Below): ChangeSpec {
  return below(8) === 0 ? addedBinary(path) : added(path, below(30));
}

function randomRename(story: CommitStory, from: string, to: string, below: Below): ChangeSpec {
  const { lines, isBinary } = story.tree.get(from)!;
  return renamed(from, to, ...(isBinary || below(2) === 0 ? [] : randomHunks(lines, below)));
}

function randomEdit(story: CommitStory, path: string, below: Below): ChangeSpec {
  const { lines, isBinary } = story.tree.get(path)!;
  if (isBinary) return below(2) === 0 ? modified(path) : becameText(path, 1 + below(20));
  return below(12) === 0 ? becameBinary(path) : modified(path, ...randomHunks(lines, below));
}

function randomHunks(lines: number, below: Below): Hunk[] {
  const hunks: Hunk[] = [];
  let shift = 0;
  for (let at = below(6); at < lines; at += 1 + below(10)) {
    const oldCount = Math.min(below(5), lines - at);
    const newCount = below(5);
    if (oldCount + newCount === 0) continue;
    hunks.push([at, oldCount, at + shift, newCount]);
    shift += newCount - oldCount;
    at += oldCount;
  }
  return hunks;
}
