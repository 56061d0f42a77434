import type { CommitNotes } from '../commit-notes.ts';
import type { PartShape } from '../contract.ts';
import { KiB } from '../base/index.ts';
import { PartStore, type SortedRunStore } from '../spill/index.ts';
import type { History } from '../survey/index.ts';
import { knownAgents, otherAgentId } from './known-agents.ts';

/** Commits whose texts lie together on disk. */
const partShift = 8;
/** Memory of the texts that are awake; the two parts used last stay in any case. */
const textBytesMax = 512 * KiB;
/** Numbers of a commit: author time, zone, committer, flags, agent and evidence. */
const fixedBytesPerCommit = 8 + 2 + 4 + 4 + 1 + 1;
/** Places by id, while notes are read. */
const finderBytesPerCommit = 4;

/** What few commits have, or has no fixed length. */
export interface NoteTexts {
  readonly coAuthors: readonly number[];
  readonly tickets: readonly string[];
  readonly subject: string;
  readonly reverted: number;
  readonly picked: number;
}

const noTexts: NoteTexts = { coAuthors: [], tickets: [], subject: '', reverted: -1, picked: -1 };

interface TextPart {
  readonly texts: NoteTexts[];
}

const shape: PartShape<TextPart> = {
  create: () => ({ texts: [] }),
  encode: ({ texts }) => Buffer.from(JSON.stringify(texts)),
  decode: (bytes) => ({ texts: JSON.parse(Buffer.from(bytes).toString()) as NoteTexts[] }),
  weigh: ({ texts }) => texts.reduce((sum, text) => sum + bytesOfTexts(text), 64),
};

function bytesOfTexts({ coAuthors, subject }: NoteTexts): number {
  return 320 + coAuthors.length * 8 + subject.length;
}

/**
 * Commit notes in columns by place; texts lie on disk, 256 commits together.
 * BOUNDED BY: `bytesOf` the commits of the walk, an account of the plan.
 */
export class NoteColumns implements CommitNotes {
  readonly agentCount: number = otherAgentId;
  readonly authorTimes: Float64Array;
  readonly zones: Int16Array;
  readonly committers: Int32Array;
  readonly flagBits: Uint32Array;
  readonly agents: Uint8Array;
  readonly evidence: Uint8Array;
  readonly #texts: PartStore<TextPart>;
  readonly #personCount: () => number;

  readonly committerSeconds: (place: number) => number;

  constructor({ order, table, people }: History, spillTo: SortedRunStore) {
    const commits = order.length;
    this.authorTimes = new Float64Array(commits);
    this.zones = new Int16Array(commits);
    this.committers = new Int32Array(commits);
    this.flagBits = new Uint32Array(commits);
    this.agents = new Uint8Array(commits);
    this.evidence = new Uint8Array(commits);
    this.#texts = new PartStore({ name: 'commit notes', shape, bytesMax: textBytesMax, spillTo });
    this.committerSeconds = (place) => table.seconds(order[place]!);
    this.#personCount = () => people.metCount;
  }

  /** What notes of so many commits take: the columns, what finds commits by id while they are read, and texts. */
  static bytesOf(commits: number): number {
    return commits * (fixedBytesPerCommit + finderBytesPerCommit) + textBytesMax * 4;
  }

  /** Commits come in walk order. */
  putTexts(place: number, texts: NoteTexts): void {
    this.#texts.get(place >> partShift, 'write').texts[place & ((1 << partShift) - 1)] = texts;
  }

  authorSeconds = (place: number): number => this.authorTimes[place]!;
  authorZoneMinutes = (place: number): number => this.zones[place]!;
  committerId = (place: number): number => this.committers[place]!;
  flags = (place: number): number => this.flagBits[place]!;
  agentId = (place: number): number => this.agents[place]!;
  agentEvidence = (place: number): number => this.evidence[place]!;
  revertedPlace = (place: number): number => this.#textsOf(place).reverted;
  cherryPickedPlace = (place: number): number => this.#textsOf(place).picked;
  coAuthors = (place: number): readonly number[] => this.#textsOf(place).coAuthors;
  tickets = (place: number): readonly string[] => this.#textsOf(place).tickets;
  subject = (place: number): string => this.#textsOf(place).subject;

  agentName(agentId: number): string {
    return agentId === otherAgentId ? 'other agent' : (knownAgents[agentId - 1]?.name ?? '');
  }

  get personCount(): number {
    return this.#personCount();
  }

  #textsOf(place: number): NoteTexts {
    return this.#texts.get(place >> partShift, 'read').texts[place & ((1 << partShift) - 1)] ?? noTexts;
  }

  /** Gives texts back. */
  drop(): void {
    for (const id of Array.from(this.#texts.ids())) this.#texts.remove(id);
  }
}
