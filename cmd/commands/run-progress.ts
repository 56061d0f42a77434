import type { AnalysisEvent, AnalysisProgress } from '../../analysis/internal.ts';
import { formatBytes } from '../../engine/index.ts';
import type { Progress } from '../progress.ts';

const phaseNames = { survey: 'reading commits', walk: 'analysing', report: 'writing the report' } as const;

/** What an analysis says of how far it is, as lines for people. */
export class RunProgress {
  readonly #progress: Progress;
  #phase: AnalysisProgress['phase'] | undefined;
  #commitCount = 0;

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  reached({ phase, commits, commitCount, rssBytes, budgetBytes }: AnalysisProgress): void {
    if (phase !== this.#phase) this.#progress.phase(phaseNames[phase]);
    this.#phase = phase;
    this.#commitCount = commitCount;
    // A phase begins with none.
    if (commits === 0) return;
    if (phase === 'survey') this.#progress.survey(commits);
    if (phase === 'walk') this.#progress.commits(commits, commitCount, rssBytes, budgetBytes);
  }

  happened(event: AnalysisEvent): void {
    if (event.event !== 'chunk_finished') return;
    const { chunk_index: index, end, sys_after_bytes: rssBytes } = event;
    this.#progress.chunk(`chunk ${index + 1}: ${end} of ${this.#commitCount} commits, ${formatBytes(rssBytes)}`);
  }
}
