/** What a message, and who committed, say of a commit: bits of `CommitNotes.flags`. */
export const commitFlag = {
  /** Its subject speaks of a fix; merges and reverts never are fixes. */
  fix: 1,
  /** The type that a conventional subject begins with, such as `feat(parser)!: `. */
  feature: 2,
  refactor: 4,
  docs: 8,
  test: 16,
  chore: 32,
  perf: 64,
  /** Takes another commit back, by `This reverts commit <id>` or a subject `Revert "`. */
  revert: 128,
  merge: 256,
  /** A hosting site made it of a branch. */
  squash: 512,
  cherryPick: 1024,
  release: 2048,
  workInProgress: 4096,
  /** A conventional subject with `!`, or `BREAKING CHANGE:` in the message. */
  breaking: 8192,
  botAuthor: 16_384,
  botCommitter: 32_768,
  hasTicket: 65_536,
  hasCoAuthor: 131_072,
  signedOff: 262_144,
  /** The author's zone could not be meant; it counts as UTC. */
  badZone: 524_288,
  /** More co-authors or tickets than are kept, or a message that is too long to be read whole. */
  cut: 1_048_576,
} as const;

/** By what a commit is marked as an agent's, the strongest first. */
export const agentEvidence = { none: 0, author: 1, committer: 2, trailer: 3, footer: 4, subject: 5 } as const;

/**
 * What commits say of themselves, by place in the walk. Texts are in UTF-8 whatever encoding a commit names; what is
 * none in it becomes U+FFFD. Read from the commits anew for each report, so that nothing of it is ever out of date.
 */
export interface CommitNotes {
  /** As written, in seconds since 1970; 0 when damaged. */
  authorSeconds(place: number): number;
  committerSeconds(place: number): number;
  /** East of UTC, from -840 to 840; 0 when it could not be meant. */
  authorZoneMinutes(place: number): number;
  /** People; those who never are authors have ids from `ReportContext.personCount` on, and names as others. */
  committerId(place: number): number;
  /** Bits of `commitFlag`. */
  flags(place: number): number;
  /** People of `Co-authored-by:` other than the author, each once, at most 16. */
  coAuthors(place: number): readonly number[];
  /** 0 none: no mark, which does not mean that no agent helped. */
  agentId(place: number): number;
  /** One of `agentEvidence`. */
  agentEvidence(place: number): number;
  /** Agent ids are `[1, agentCount]`. */
  readonly agentCount: number;
  agentName(agentId: number): string;
  /** The place of the commit that this one says it reverts; -1 where it says none, or none of the walk. */
  revertedPlace(place: number): number;
  /** The place of the commit that `(cherry picked from commit <id>)` names; -1 where there is none. */
  cherryPickedPlace(place: number): number;
  /** Such as `ABC-123` and `#45`, as the message has them, each once, at most 8; none where people are anonymous. */
  tickets(place: number): readonly string[];
  /** The first paragraph in one line, at most 256 bytes; empty where people are anonymous, since it may name some. */
  subject(place: number): string;
  /** Authors, committers and co-authors together: ids are `[0, personCount)`. */
  readonly personCount: number;
}
