import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** The first bytes of a file as Latin-1; empty for what is not a file that can be read. A pipe would block. */
export function beginningOf(path: string, byteCount: number): string {
  try {
    if (!statSync(path).isFile()) return '';
    const fd = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(byteCount);
      return bytes.toString('latin1', 0, readSync(fd, bytes));
    } finally {
      closeSync(fd);
    }
  } catch {
    return '';
  }
}
