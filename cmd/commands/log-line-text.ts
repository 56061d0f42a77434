import { visibleText } from '../../engine/index.ts';

const runIdLength = 8;
/** They stand at the front of the line. */
const headFields: ReadonlySet<string> = new Set(['level', 'time', 'run_id', 'event']);

/**
 * A record of a log as a line for people; nothing in it can move a cursor.
 *
 * @example
 * logLineText({ time: 0, run_id: 'a', event: 'span', name: 'walk' })
 * // '1970-01-01T00:00:00.000Z a span name=walk'
 */
export function logLineText(record: Readonly<Record<string, unknown>>): string {
  const { time, run_id: runId, event, level } = record;
  const words = [shownTime(time)];
  if (typeof runId === 'string') words.push(visibleText(runId.slice(0, runIdLength)));
  if (typeof event === 'string') words.push(visibleText(event));
  if (typeof level === 'string') words.push(visibleText(level));
  for (const [name, value] of Object.entries(record)) {
    if (!headFields.has(name)) words.push(...fieldWords(visibleText(name), value));
  }
  return words.join(' ');
}

function shownTime(time: unknown): string {
  const date = new Date(typeof time === 'number' || typeof time === 'string' ? time : Number.NaN);
  return Number.isNaN(date.getTime()) ? visibleText(String(time)) : date.toISOString();
}

/** `cache={hits: 5}` becomes `cache.hits=5`, one level deep. */
function fieldWords(name: string, value: unknown): string[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).map(([inner, one]) => `${name}.${visibleText(inner)}=${shown(one)}`);
  }
  return [`${name}=${shown(value)}`];
}

function shown(value: unknown): string {
  if (typeof value === 'string' && /^[\w./:@+-]+$/.test(value)) return value;
  return visibleText(JSON.stringify(value) ?? 'null');
}
