import { CodefangError } from '../../engine/index.ts';

/** Reads the value of an option; a refusal names the option. @throws {CodefangError} USAGE */
export function readOption<Value>(name: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    throw new CodefangError('USAGE', `Cannot use ${name}`, { cause });
  }
}
