import {
  type AnalyzerDefinition,
  type AnalyzerRun,
  type AnalyzerSetup,
  changeKind,
  type CommitView,
  type FileChanges,
  type OptionValue,
  type ReportContext,
  type Section,
} from '../../engine/index.ts';
import { codeOwnerSections } from './codeowners/code-owner-sections.ts';
import { creatorsByRank } from './creators.ts';
import { familiaritySections } from './familiarity.ts';
import { FolderTree } from './folder-tree.ts';
import { Groups, sumGroups } from './group-books.ts';
import { joinHoldings } from './holdings.ts';
import { islandsSection } from './islands.ts';
import { ownershipSections } from './ownership-sections.ts';
import { People } from './people.ts';
import { openTouches, type Touches } from './touches.ts';
import { truckFactorsSection } from './truck-factors.ts';
import { leaversOf, whatIfSections } from './what-if.ts';

/** Who owns what, by lines that are alive, lines added and commits, and what happens when people leave. */
export const ownership: AnalyzerDefinition = {
  id: 'history/ownership',
  title: 'Ownership',
  description: 'Who owns files, folders and languages, truck factors, islands of knowledge and code owners',
  needs: ['changes', 'lines'],
  isOptional: true,
  options: [
    {
      name: 'depth',
      kind: 'count',
      initial: 2,
      min: 1,
      help: 'How deep folders are reported, from the root',
      isReportOnly: true,
    },
    {
      name: 'files',
      kind: 'switch',
      initial: true,
      help: 'Report who owns each file',
      isReportOnly: true,
    },
    {
      name: 'active-days',
      kind: 'count',
      initial: 365,
      min: 1,
      help: 'People are active whose last commit is at most N days before the last of all',
      isReportOnly: true,
    },
    {
      name: 'owners-map',
      kind: 'file',
      initial: '',
      help: 'Lines of OWNER,PERSON that say who the owners of a CODEOWNERS file are, such as @org/team,a@example.org',
      isReportOnly: true,
    },
    {
      name: 'leaves',
      kind: 'list',
      initial: [],
      help: 'Report only what is lost when these people leave: e-mails, names or @logins',
      isReportOnly: true,
    },
  ],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 64, aggregateBytesPerCommit: 160 },
  create: (setup) => new OwnershipRun(setup),
};

class OwnershipRun implements AnalyzerRun {
  readonly #options: AnalyzerSetup['options'];
  readonly #touches: Touches;

  constructor(setup: AnalyzerSetup) {
    this.#options = setup.options;
    this.#touches = openTouches(setup);
  }

  fold(commit: CommitView, changes: FileChanges): void {
    if (commit.personId < 0) return;
    for (let at = 0; at < changes.count; at += 1) {
      const created = changes.kind(at) === changeKind.added ? 1 : 0;
      this.#touches.add(changes.fileId(at), commit.place, 0, changes.added(at), changes.removed(at), created);
    }
  }

  *report(context: ReportContext): Generator<Section> {
    const isByFile = this.#options['files'] === true;
    const people = new People(context, Number(this.#options['active-days']));
    const holdings = joinHoldings(this.#touches, context);
    const groups = new Groups(new FolderTree(context.files, Number(this.#options['depth'])), context);
    const sums = sumGroups(this.#touches, holdings, groups, context);
    const creators = creatorsByRank(this.#touches, context);
    const sources = { groups, sums, holdings, people, creators, context };
    const leavers = leaversOf(this.#options['leaves'] as readonly string[], sources);
    if (leavers.size > 0) {
      yield* whatIfSections(leavers, sources);
      return;
    }
    yield* ownershipSections(groups, sums, isByFile ? holdings : undefined, context);
    yield truckFactorsSection(sources);
    yield islandsSection(holdings, people, context);
    yield* familiaritySections(holdings, people, isByFile, context);
    const ownersMap = mapText(this.#options['owners-map']!);
    yield* codeOwnerSections({ ...sources, ownersMap });
    yield* whatIfSections(leavers, sources);
  }
}

function mapText(value: OptionValue): string {
  return typeof value === 'object' && 'bytes' in value ? Buffer.from(value.bytes).toString('utf8') : '';
}
