import { CodefangError, isPermissionDenied, MiB } from '../base/index.ts';
import {
  type CommitGraph,
  type Grafts,
  loadSharedIndexes,
  ObjectScratch,
  ObjectStore,
  type ObjectStoreLimits,
  openCommitGraph,
  readGrafts,
  readingFailure,
  readShallowOids,
  type RepositoryLocation,
  resolveRevision,
  type SharedIndexes,
} from '../git/index.ts';
import {
  commitFlag,
  type CommitTable,
  type IdentityPolicy,
  Mailmap,
  markMainline,
  orderWalk,
  PeopleDictionary,
  PeopleDirectory,
  surveyCommits,
  TickClock,
  withoutAncestors,
} from '../history/index.ts';
import type { HistorySummary, RuleFile } from '../contract.ts';
import { countFiles } from './count-files.ts';
import type { PathCount } from '../diff/index.ts';
import { findIgnoredPlaces, type IgnoredPlaces } from './ignored-places.ts';
import { KeptCommits } from './kept-commits.ts';
import { locateRepository } from './locate-repository.ts';
import { readRootFile } from './read-root-file.ts';

/** Who is one person: by the mailmap of the revision, by name and e-mail as written, or by a people dictionary. */
export type Identities = 'mailmap' | 'exact' | RuleFile;

/** Which commits, and how they are counted: the rules that a survey follows. */
export interface SurveyRules {
  /** Revision to start from; `HEAD` is usual. */
  readonly revision: string;
  /** Commits reachable from this one are not part of the walk: `A` of `A..B`; undefined excludes none. */
  readonly excludedRevision: string | undefined;
  readonly firstParentOnly: boolean;
  readonly identities: Identities;
  /** Whether people have pseudonyms instead of names and e-mails. */
  readonly anonymize: boolean;
  readonly tickSeconds: number;
  /** Bounds of committer time, made monotone along the walk, in seconds since 1970. */
  readonly sinceSeconds: number | undefined;
  readonly untilSeconds: number | undefined;
  /** The newest so many commits. */
  readonly commitCountMax: number | undefined;
  readonly allowIncomplete: boolean;
  /** Lists of commits that blame ignores, beside that of the revision. */
  readonly ignoreRevs: readonly RuleFile[];
  /** Whether refs below `refs/replace/` count, unless the repository says no. */
  readonly replaceObjects: boolean;
}

/** A repository with the rules, and what the survey may take. */
export interface HistoryRequest extends SurveyRules {
  readonly repository: string;
  /** The budget that the survey, too, keeps within; no limit by default. */
  readonly budgetBytes?: number;
  /** Where earlier surveys kept what they read of commits; undefined to read them all. */
  readonly stateDirectory?: string;
  /** What all that surveys keep there may take, in bytes; default no limit. */
  readonly stateBytesMax?: number;
}

/** A history that is surveyed and put in order, before any tree is read. About 100 bytes a commit. */
export interface History {
  readonly request: HistoryRequest;
  readonly location: RepositoryLocation;
  readonly head: string;
  /** Full id of the commit whose history is left out; undefined where there is none. */
  readonly excludedHead: string | undefined;
  readonly table: CommitTable;
  /** Commit index by place in the walk; places are `[0, length)`. */
  readonly order: Int32Array;
  readonly personOfPlace: Int32Array;
  readonly tickOfPlace: Int32Array;
  readonly secondsOfPlace: Float64Array;
  readonly people: PeopleDirectory;
  readonly summary: HistorySummary;
  /** Place of the last mainline commit walked, whose tree is the end of history; -1 when there is none. */
  readonly lastMainlinePlace: number;
  readonly missingParents: number;
  readonly isShallow: boolean;
  /** Commits with other parents than they name; undefined where there are none. */
  readonly grafts: Grafts | undefined;
  /** Commits whose bytes the survey read; of the others all was known. */
  readonly readCommits: number;
  /** Pack indexes in shared memory, where they were loaded for the survey. */
  readonly sharedIndexes: SharedIndexes | undefined;
  /** Keeps what was read of commits for the next survey; see `KeptCommits.save`. */
  readonly keepCommits: (temporary: string) => void;
  readonly bytes: number;
  /** Commits that pass their lines on to older ones. */
  readonly ignored: IgnoredPlaces;
  /** Files of the tree the walk starts from. */
  readonly files: PathCount;
}

/**
 * Small caches: a survey reads each commit once, in the order packs hold them. All that it reads is hashed: commits are
 * all that the walk knows of authors, times and trees, and the mailmap decides who they are.
 */
const surveyLimits: ObjectStoreLimits = {
  windowBytes: 32 * 1024,
  windowCountMax: 64,
  deltaBaseBytes: 2 * MiB,
  objectBytesMax: 64 * MiB,
  verifyOid: 'all',
};

/** Of a budget: the most that pack indexes may take, and a commit-graph. */
const surveyShare = 1 / 16;
const surveyBytesMaxDefault = 64 * MiB;
/** Of a budget: single commits, and trees; nothing else has begun to take memory then. */
const surveyScratchShare = 1 / 8;
/** Of that, for pages of indexes that do not fit. */
const indexPagesShare = 1 / 16;
const indexPagesBytesMax = 4 * MiB;

/**
 * Finds the repository, resolves the start, reads every commit once, orders the walk and names the people.
 *
 * @throws {CodefangError} NOT_FOUND, CORRUPT, or INCOMPLETE when history has gaps that are not allowed
 */
export function openHistory(request: HistoryRequest, onProgress: (commits: number) => void): History {
  try {
    return surveyed(request, onProgress);
  } catch (error) {
    throw readingFailure(request.repository, error);
  }
}

function surveyed(request: HistoryRequest, onProgress: (commits: number) => void): History {
  const bytesMax = surveyBytesMax(request);
  const location = locateRepository(request.repository, bytesMax, request.replaceObjects);
  const sharedIndexes = loadSharedIndexes(location, bytesMax);
  const indexPagesBytes = Math.min(indexPagesBytesMax, bytesMax * indexPagesShare);
  const limits = { ...surveyLimits, indexPagesBytes, ...surveyScratch(request) };
  const store = new ObjectStore(location, limits, sharedIndexes);
  try {
    return { ...survey(request, location, store, onProgress), sharedIndexes };
  } finally {
    store.close();
  }
}

function surveyBytesMax({ budgetBytes = 0 }: HistoryRequest): number {
  return budgetBytes > 0 ? budgetBytes * surveyShare : surveyBytesMaxDefault;
}

function surveyScratch({ budgetBytes = 0 }: HistoryRequest): Pick<ObjectStoreLimits, 'scratch'> {
  if (budgetBytes <= 0) return {};
  const ownBytes = Math.floor(budgetBytes * surveyScratchShare);
  const purpose = 'read the next commit';
  return { scratch: { ownBytes, sharedBytes: 0, purpose, budgetBytes, budgetPerByte: 1 / surveyScratchShare } };
}

function survey(
  request: HistoryRequest,
  location: RepositoryLocation,
  store: ObjectStore,
  onProgress: (commits: number) => void,
): Omit<History, 'sharedIndexes'> {
  const grafts = readGrafts(location);
  const head = resolveRevision(location, store, request.revision, grafts);
  const { excludedRevision } = request;
  const excludedHead =
    excludedRevision === undefined ? undefined : resolveRevision(location, store, excludedRevision, grafts);
  const shallow = location.isShallow ? readShallowOids(location) : new Set<string>();
  const bytesMax = surveyBytesMax(request);
  // What was written down of commits as they are says nothing of what is read in their place.
  const isAltered = location.replaced !== undefined || grafts !== undefined;
  const kept = isAltered ? undefined : openKeptCommits(request, location, bytesMax);
  const surveyed = surveyCommits({
    store,
    oidBytes: location.oidBytes,
    head,
    excludedHead,
    firstParentOnly: request.firstParentOnly,
    shallow,
    grafts,
    graph: isAltered ? undefined : (openKept(kept, store) ?? openCommitGraph(location, bytesMax)),
    onProgress,
  });
  const { table, idents, missingParents } = surveyed;
  if (!request.allowIncomplete) refuseGaps(location, shallow.size, missingParents);
  markMainline(table, 0);
  const policy = identityPolicy(request, store, table);
  const people = new PeopleDirectory(idents, policy, request.anonymize);
  const walk = selectPlaces(request, table, orderFrom(table, surveyed.excludedIndex));
  const ignored = findIgnoredPlaces(store, table, walk.order, request.ignoreRevs);
  return {
    request,
    location,
    head,
    excludedHead,
    table,
    ...walk,
    ...describePlaces(request, table, walk.order, people),
    people,
    missingParents,
    isShallow: shallow.size > 0,
    grafts,
    ignored,
    files: filesAtHead(location, store, table),
    readCommits: surveyed.readCommits,
    keepCommits(temporary) {
      const isWhole =
        missingParents === 0 && shallow.size === 0 && !request.firstParentOnly && excludedHead === undefined;
      if (isWhole) kept?.save(surveyed, temporary);
    },
    bytes: table.byteLength + idents.bytes + people.bytes + walk.order.length * 20 + replacedBytes(location),
  };
}

function replacedBytes({ replaced }: RepositoryLocation): number {
  return replaced?.pairs.length ?? 0;
}

function openKeptCommits(
  { stateDirectory, stateBytesMax = Number.POSITIVE_INFINITY }: HistoryRequest,
  location: RepositoryLocation,
  bytesMax: number,
): KeptCommits | undefined {
  return stateDirectory === undefined ? undefined : new KeptCommits(stateDirectory, location, bytesMax, stateBytesMax);
}

/** Commits that may not be read there are read from the repository: what is kept saves time and nothing else. */
function openKept(kept: KeptCommits | undefined, store: ObjectStore): CommitGraph | undefined {
  try {
    return kept?.open(store);
  } catch (error) {
    if (isPermissionDenied(error)) return undefined;
    throw error;
  }
}

function refuseGaps(location: RepositoryLocation, shallowCount: number, missingParents: number): void {
  if (shallowCount === 0 && missingParents === 0) return;
  const state =
    shallowCount > 0
      ? `the clone is shallow at ${shallowCount} commits`
      : `${missingParents} parent commits are missing${location.isPartial ? ' (partial clone)' : ''}`;
  throw new CodefangError(
    'INCOMPLETE',
    `Cannot analyse the whole history: ${state}, ` +
      'run "git fetch --unshallow", or pass --allow-incomplete to analyse the rest',
  );
}

/** The whole order, or what of it is not reachable from a commit: of an order without those, the end. */
function orderFrom(table: CommitTable, excludedIndex: number): Int32Array {
  const order = orderWalk(table);
  return excludedIndex < 0 ? order : withoutAncestors(table, order, excludedIndex);
}

/** Cuts the walk to the places that the limits leave; they are one range, so line histories stay whole. */
function selectPlaces(request: HistoryRequest, table: CommitTable, order: Int32Array): { order: Int32Array } {
  let start = 0;
  let end = order.length;
  if (request.sinceSeconds !== undefined || request.untilSeconds !== undefined) {
    const since = request.sinceSeconds ?? Number.NEGATIVE_INFINITY;
    const until = request.untilSeconds ?? Number.POSITIVE_INFINITY;
    let monotone = Number.NEGATIVE_INFINITY;
    start = end;
    for (let place = 0; place < order.length; place += 1) {
      monotone = Math.max(monotone, table.seconds(order[place]!));
      if (monotone >= since && place < start) start = place;
      if (monotone <= until) end = place + 1;
      else if (monotone > until) {
        end = Math.min(end, place);
        break;
      }
    }
    start = Math.min(start, end);
  }
  if (request.commitCountMax !== undefined) start = Math.max(start, end - request.commitCountMax);
  return { order: start === 0 && end === order.length ? order : order.slice(start, end) };
}

type Places = Pick<History, 'personOfPlace' | 'tickOfPlace' | 'secondsOfPlace' | 'summary' | 'lastMainlinePlace'>;

function describePlaces(
  request: HistoryRequest,
  table: CommitTable,
  order: Int32Array,
  people: PeopleDirectory,
): Places {
  const clock = new TickClock({ tickSeconds: request.tickSeconds });
  const personOfPlace = new Int32Array(order.length);
  const tickOfPlace = new Int32Array(order.length);
  const secondsOfPlace = new Float64Array(order.length);
  let merges = 0;
  let mainlineCommits = 0;
  let lastMainlinePlace = -1;
  for (let place = 0; place < order.length; place += 1) {
    const index = order[place]!;
    personOfPlace[place] = people.observe(table.ident(index));
    tickOfPlace[place] = clock.observe(table.seconds(index));
    secondsOfPlace[place] = clock.monotoneSeconds;
    if (table.hasFlag(index, commitFlag.merge)) merges += 1;
    if (!table.hasFlag(index, commitFlag.mainline)) continue;
    mainlineCommits += 1;
    lastMainlinePlace = place;
  }
  const last = order.length - 1;
  const summary: HistorySummary = {
    commits: order.length,
    mainlineCommits,
    merges,
    firstCommitSeconds: last < 0 ? 0 : table.seconds(order[0]!),
    lastCommitSeconds: last < 0 ? 0 : table.seconds(order[last]!),
    tickSeconds: request.tickSeconds,
    originSeconds: last < 0 ? 0 : clock.startOf(0),
    lastTick: last < 0 ? 0 : tickOfPlace[last]!,
  };
  return { personOfPlace, tickOfPlace, secondsOfPlace, summary, lastMainlinePlace };
}

function identityPolicy(request: HistoryRequest, store: ObjectStore, table: CommitTable): IdentityPolicy {
  const choice = request.identities;
  if (choice === 'exact') return { kind: 'exact' };
  const mailmap = Mailmap.parse(readMailmap(store, table));
  if (choice === 'mailmap') return { kind: 'mailmap', mailmap };
  return { kind: 'file', mailmap, dictionary: PeopleDictionary.parse(choice.bytes, choice.name) };
}

function filesAtHead(location: RepositoryLocation, store: ObjectStore, table: CommitTable): PathCount {
  const tree = new Uint8Array(location.oidBytes);
  table.copyTree(0, tree, 0);
  return countFiles(store, location.oidBytes, tree);
}

/** The `.mailmap` at the root of the analysed revision; empty when there is none. */
function readMailmap(store: ObjectStore, table: CommitTable): Uint8Array {
  const scratch = new ObjectScratch(undefined, store.allowance);
  return readRootFile(store, table, 0, '.mailmap', scratch) ?? new Uint8Array(0);
}
