import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/*
 * Imported by a process that judges thousands of small runs: none of them waits for a disk, nor for a collection of
 * garbage, which take most of the time of a run of milliseconds and change no byte of what it reads or writes.
 */
const table = fs as unknown as Record<string, unknown>;
table['fsyncSync'] = (): void => {};
table['fsync'] = (_: number, done: (error: null) => void): void => void setImmediate(done, null);
syncBuiltinESMExports();
globalThis.gc = Object.assign(() => {}, globalThis.gc);
