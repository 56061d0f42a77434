import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/*
 * Stands between every module and node:fs, so that a test may look at calls and let them fail. Import it
 * before whatever captures a function of node:fs: the modules of a file are evaluated in the order of its
 * imports. What libuv does by itself, such as the copy within `cpSync`, is not seen.
 */

/** Calls that change something, and those that read. */
export const writingCalls = [
  'openSync',
  'writeSync',
  'fsyncSync',
  'fsync',
  'linkSync',
  'renameSync',
  'copyFileSync',
  'writeFileSync',
  'unlinkSync',
  'rmSync',
  'mkdirSync',
  'rmdirSync',
] as const;
export const readingCalls = ['readSync', 'readFileSync', 'readdirSync', 'fstatSync', 'statSync'] as const;

export type FsCallName = (typeof writingCalls)[number] | (typeof readingCalls)[number];

export interface FsCall {
  readonly name: FsCallName;
  /** The path it is about; for a descriptor the path it was opened under. */
  readonly path: string;
}

/** Hears of a call before it is made; what it throws is what the call throws. */
export type FsListener = (call: FsCall) => void;

type AnyCall = (...words: unknown[]) => unknown;

const pathOfDescriptor = new Map<number, string>();
let listener: FsListener | undefined;
let isListening = false;

/** Who hears of calls from now on; the calls it makes itself are not told. */
export function listenToFs(next: FsListener | undefined): void {
  listener = next;
}

/** The error that the system would give. */
export function systemError(code: string, { name, path }: FsCall): Error {
  const syscall = name.replace('Sync', '');
  return Object.assign(new Error(`${code}: injected, ${syscall} '${path}'`), { code, syscall, path });
}

const table = fs as unknown as Record<string, AnyCall>;
for (const name of [...writingCalls, ...readingCalls]) {
  const real = table[name]!;
  table[name] = (...words) => {
    const path = typeof words[0] === 'number' ? (pathOfDescriptor.get(words[0]) ?? '') : String(words[0]);
    try {
      tell({ name, path });
    } catch (refusal) {
      if (name !== 'fsync') throw refusal;
      // It answers later, to who waits for it.
      setImmediate(() => (words[1] as (refusal: unknown) => void)(refusal));
      return undefined;
    }
    const result = real(...words);
    if (name === 'openSync') pathOfDescriptor.set(result as number, path);
    return result;
  };
}
syncBuiltinESMExports();

function tell(call: FsCall): void {
  if (listener === undefined || isListening) return;
  isListening = true;
  try {
    listener(call);
  } finally {
    isListening = false;
  }
}
