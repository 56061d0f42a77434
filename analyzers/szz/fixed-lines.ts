import { commitFlag, type LineDeath, type ReportContext } from '../../engine/index.ts';

/** The deaths of lines that a fix took away, by the mainline commit with which they went, their origin and file. */
export function* fixedLines(context: ReportContext): Generator<LineDeath> {
  for (const death of context.lines.deaths()) if (isFix(death.remover, context)) yield death;
}

/** Merges bring fixes, they are none. */
export function isFix(place: number, { notes }: ReportContext): boolean {
  return (notes.flags(place) & (commitFlag.fix | commitFlag.merge)) === commitFlag.fix;
}

const daySeconds = 86_400;

/** Whole and broken days from the commit that wrote lines to the one that took them; -1 where the former is unknown. */
export function daysBetween({ origin, remover }: LineDeath, context: ReportContext): number {
  if (origin < 0) return -1;
  return Math.max(0, context.commitSeconds(remover) - context.commitSeconds(origin)) / daySeconds;
}
