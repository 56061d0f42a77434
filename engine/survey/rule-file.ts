import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CodefangError } from '../base/index.ts';

/** A file that can change a number, read once: its bytes are what is hashed and what is used. */
export interface RuleFile {
  /** What messages call it; its path is no part of a report. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** @param what for the refusal, such as `people dictionary`. @throws {CodefangError} USAGE when it cannot be read */
export function readRuleFile(what: string, path: string): RuleFile {
  try {
    return { name: path, bytes: readFileSync(path) };
  } catch (cause) {
    throw new CodefangError('USAGE', `Cannot read ${what} "${path}"`, { cause });
  }
}

/** `sha256:<hex>` of its bytes. */
export function hashOfRuleFile({ bytes }: RuleFile): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
