import { CodefangError, errorCode } from '../base/index.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device, free some or choose another place with -o',
  EDQUOT: 'the disk quota is used up, free some space or choose another place with -o',
  EACCES: 'permission is denied, choose a place that may be written with -o',
  EPERM: 'the operation is not permitted, choose another place with -o',
  EROFS: 'the file system is read-only, choose another place with -o',
  ENOENT: 'its directory does not exist, create it first',
  ENOTDIR: 'a part of the path is a file, expected directories',
  EIO: 'the device reported an error, check the disk',
};

/** Runs one call of the system; its refusal becomes an IO error "Cannot <doing> <name>: <reason>". */
export function attempt<T>(doing: string, name: string, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    throw outputFailure(doing, name, cause);
  }
}

export function outputFailure(doing: string, name: string, cause: unknown): CodefangError {
  const told = cause instanceof Error ? cause.message : String(cause);
  const reason = reasons[errorCode(cause)] ?? `${told}, expected the system to allow it`;
  return new CodefangError('IO', `Cannot ${doing} ${name}: ${reason}`, { cause });
}
