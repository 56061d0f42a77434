import type { ReportContext } from '../../engine/index.ts';

/** When a tick begins, in ISO 8601. */
export function tickStart(tick: number, context: ReportContext): string {
  const { originSeconds, tickSeconds } = context.history;
  return context.isoUtc(originSeconds + tick * tickSeconds);
}
