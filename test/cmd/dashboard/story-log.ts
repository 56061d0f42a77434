import { type ChunkEventName, type ChunkEvents } from '../../../engine/telemetry/index.ts';
import { sampleEvents } from '../../engine/telemetry/sample-events.ts';
import { line } from '../../engine/logs/scratch-logs.ts';

export const storyStart = 1_700_000_000_000;
export const chunkCommits = 40;

export interface Story {
  readonly runId?: string;
  readonly chunkCount: number;
  readonly startedAt?: number;
  readonly repository?: string;
  readonly isFinished?: boolean;
}

/** The lines of a run: a second a batch, a batch a chunk, planned anew after the second one. */
export function storyLines(story: Story): string[] {
  const { runId = 'story-run', chunkCount, startedAt = storyStart } = story;
  const lines: string[] = [];
  let at = startedAt;
  let spanId = 0;
  const put = <Name extends ChunkEventName>(name: Name, fields: Partial<ChunkEvents[Name]> = {}): void => {
    lines.push(line(at, name, { ...sampleEvents[name], ...fields }, runId));
  };
  const span = (name: string, parent: number | null, durationMs: number, attributes: object): void => {
    spanId += 1;
    const fields = { name, span_id: spanId, parent_id: parent, start_ms: at - durationMs, duration_ms: durationMs };
    lines.push(line(at, 'span', { ...fields, attributes }, runId));
  };
  span('survey', null, 100, { commits: chunkCount * chunkCommits });
  put('run_started', {
    repository: story.repository ?? 'some/story',
    commits: chunkCount * chunkCommits,
    chunks_planned: chunkCount,
    budget_bytes: 1_000_000,
  });
  for (let chunk = 0; chunk < chunkCount; chunk += 1) {
    at += 1000;
    const end = (chunk + 1) * chunkCommits;
    const times = { wait_ms: 600, fold_ms: 300, chunk_end_ms: 50 };
    const memory = { rss_bytes: 500_000 + chunk, heap_bytes: 1000 };
    span('commit', 9, 7 + chunk, { 'vcs.ref.head.revision': 'ab'.repeat(20), place: end - 1 });
    span('batch', 9, 1000, { commits: chunkCommits, commits_done: end, ...times, ...memory });
    put('chunk_finished', {
      chunk_index: chunk,
      start: end - chunkCommits,
      end,
      commits: chunkCommits,
      rss_bytes: 500_000 + chunk,
      rss_peak_bytes: 600_000,
      cache: { hits: (chunk + 1) * 30, misses: (chunk + 1) * 10, bytes: 64 },
    });
    if (chunk === 1) put('replanned', { chunk_index: 1, chunks_before: chunkCount, chunks_after: chunkCount });
    put('checkpoint_saved', { chunk_index: chunk });
  }
  if (story.isFinished !== false) {
    put('run_finished', { status: 'done', commits: chunkCount * chunkCommits, duration_ms: at - startedAt });
  }
  return lines;
}

export function storyLog(story: Story): string {
  return storyLines(story).join('');
}
