import { CodefangError, errorCode } from '../base/index.ts';

/** What a reader of the message can do about a failure of the operating system. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device, free some or choose another directory',
  EDQUOT: 'the disk quota is used up, free some space or choose another directory',
  EACCES: 'permission is denied, choose a directory that may be written',
  EPERM: 'the operation is not permitted, choose another directory',
  EROFS: 'the file system is read-only, choose another directory',
  EMFILE: 'too many files are open, raise the limit on open files',
  ENFILE: 'too many files are open, raise the limit on open files',
  EIO: 'the device reported an error, check the disk',
};

/** The IO error for a refused call: "Cannot <doing> <path>: <reason>", with the cause kept. */
export function ioFailure(doing: string, path: string, cause: unknown): CodefangError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const reason = reasons[errorCode(cause)] ?? `${text}, expected the operating system to allow it`;
  return new CodefangError('IO', `Cannot ${doing} ${path}: ${reason}`, { cause });
}
