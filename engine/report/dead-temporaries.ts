import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isSurelyDead, ownIdentity, type ProcessIdentity } from '../spill/index.ts';

/** The name an output has until it is whole; it says whose it is. */
export function temporaryOutput(path: string): string {
  const { pid, place, boot, start } = ownIdentity();
  return join(dirname(path), `.${basename(path)}.tmp-${pid}-${place}${boot}-${start}`);
}

/** Removes what killed processes left of the same output. What cannot be looked at or removed stays. */
export function sweepDeadOutputs(path: string): void {
  const beginning = `.${basename(path)}.tmp-`;
  const own = ownIdentity();
  for (const name of namesIn(dirname(path))) {
    const maker = name.startsWith(beginning) ? makerOf(name.slice(beginning.length)) : undefined;
    if (maker !== undefined && isSurelyDead(maker, own)) remove(join(dirname(path), name));
  }
}

function makerOf(text: string): ProcessIdentity | undefined {
  const found = /^(\d{1,10})-([0-9a-f]{8})([0-9a-f]{8})-(\d{1,20})$/.exec(text);
  if (found === null) return undefined;
  return { pid: Number(found[1]), place: found[2]!, boot: found[3]!, start: found[4]! };
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    // A directory may be written without being read; whether it can be written shows when it is.
    return [];
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It takes space and does no harm.
    return;
  }
}
