import { CodefangError, MiB } from '../../engine/index.ts';

/**
 * Refuses a number of bytes that can only be a unit forgotten: `500` is hardly 500 bytes. 0 may mean no limit.
 *
 * @param what as the message calls it, such as `memory budget`
 * @throws {CodefangError} USAGE
 */
export function refuseSmallBytes(what: string, text: string): void {
  const written = text.trim();
  const bytes = /^\d+(\.\d+)?$/.test(written) ? Number(written) : 0;
  if (bytes === 0 || bytes >= MiB) return;
  const state = `a number without a unit is bytes, and these are few; "${written}B" says so`;
  throw new CodefangError('USAGE', `Cannot read ${what} "${text}": ${state}, did you mean "${written}MiB"?`);
}
