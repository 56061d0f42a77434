/** How a damaged file is read: by a run, by a run that resumes, as a stored report, or as a chunk log. */
export type CorruptionJudge = 'run' | 'resume' | 'report' | 'log';

/** What is damaged: any byte and any length, or numbers of one kind, aimed at others that fit. */
export type DamageKind = 'bytes' | 'distances' | 'offsets' | 'graph';

/** One file that is damaged in many ways, each of which is judged. A child process gets it as JSON. */
export interface CorruptionTarget {
  readonly name: string;
  readonly damage: DamageKind;
  /** Whether checksums are made right again after aimed damage. */
  readonly isResealed: boolean;
  readonly judge: CorruptionJudge;
  readonly verify: 'full' | 'packs';
  /** The damaged file; for distances the pack, whose index lies beside it. */
  readonly path: string;
  readonly repository: string;
  /** The state that a run resumes from; a copy of it is damaged, and `path` is relative to it. */
  readonly stateDirectory?: string;
}
