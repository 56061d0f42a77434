import {
  type AnalyzerDefinition,
  type AnalyzerRun,
  type AnalyzerSetup,
  type Cell,
  changeKind,
  type Column,
  type CommitView,
  type Facts,
  type FileChanges,
  type ReportContext,
  type Section,
} from '../../engine/index.ts';

/** Each file that each commit changes, as rows: what other analyzers sum up, for questions that none answers. */
export const changes: AnalyzerDefinition = {
  id: 'history/changes',
  title: 'Changes',
  description: 'Every file that every commit changes, with lines added and removed',
  needs: ['changes'],
  isOptional: true,
  options: [],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 64, aggregateBytesPerCommit: 512 },
  create: (setup) => new ChangesRun(setup),
};

const columns: readonly Column[] = [
  { name: 'commit', type: 'oid', description: 'Commit that changes the file' },
  { name: 'timestamp', type: 'time', description: 'Committer time, made monotone along the walk' },
  { name: 'author_id', type: 'int', description: 'Id of the author in this report' },
  { name: 'author', type: 'string', description: 'Name of the author, or a pseudonym' },
  { name: 'path', type: 'string', description: 'Path of the file; the new one of a rename' },
  { name: 'old_path', type: 'string', isNullable: true, description: 'Path before a rename, otherwise null' },
  { name: 'change', type: 'string', description: 'What happened to it: added, deleted, modified or renamed' },
  { name: 'lines_added', type: 'int', unit: 'lines', description: 'Lines added; 0 for a binary file' },
  { name: 'lines_removed', type: 'int', unit: 'lines', description: 'Lines removed; 0 for a binary file' },
  { name: 'lines_changed', type: 'int', unit: 'lines', description: 'Lines replaced, also part of added and removed' },
];

const kindCount = Object.keys(changeKind).length;

class ChangesRun implements AnalyzerRun {
  /** `how` is the kind plus the number of kinds times one more than the id of the old path, 0 without one. */
  readonly #changes: Facts<'place' | 'at' | 'path' | 'how' | 'added' | 'removed' | 'changed'>;
  /** Changes of the open commit so far. */
  #count = 0;

  constructor(setup: AnalyzerSetup) {
    this.#changes = setup.facts({
      name: 'changes',
      keys: ['place', 'at', 'path'],
      columns: { how: 'sum', added: 'sum', removed: 'sum', changed: 'sum' },
    });
  }

  fold(commit: CommitView, changed: FileChanges): void {
    if (commit.isFirstSlice) this.#count = 0;
    if (commit.personId < 0) return;
    for (let at = 0; at < changed.count; at += 1) {
      const how = changed.kind(at) + kindCount * (changed.oldPathId(at) + 1);
      const [added, removed] = [changed.added(at), changed.removed(at)];
      this.#changes.add(commit.place, this.#count, changed.pathId(at), how, added, removed, changed.changed(at));
      this.#count += 1;
    }
  }

  *report(context: ReportContext): Generator<Section> {
    yield {
      name: 'file_changes',
      title: 'Files that each commit changes',
      shape: 'table',
      columns,
      show: {
        columns: ['timestamp', 'author', 'path', 'lines_added', 'lines_removed'],
        keep: 'last',
        emptyBecause: 'no commit changes a file',
      },
      rows: this.#rows(context),
    };
  }

  /** In walk order, then in path order. */
  *#rows(context: ReportContext): Generator<readonly Cell[]> {
    for (const { place, path, how, added, removed, changed } of this.#changes) {
      const person = context.personOf(place);
      const oldPathId = Math.floor(how / kindCount) - 1;
      yield [
        context.commitOid(place),
        context.isoUtc(context.commitSeconds(place)),
        person,
        context.personName(person),
        context.pathText(path),
        oldPathId < 0 ? null : context.pathText(oldPathId),
        kindNames[how % kindCount]!,
        added,
        removed,
        changed,
      ];
    }
  }
}

/** By their numbers. */
const kindNames: readonly string[] = Object.entries(changeKind)
  .sort(([, a], [, b]) => a - b)
  .map(([name]) => name);
