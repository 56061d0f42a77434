import { filesBytes } from './files-bytes.ts';
import type { Made } from './make-repository.ts';

/** One line about what was made and what that took. */
export function tellMade({ path, head, writerPeakBytes, gitPeakBytes }: Made): void {
  const sizes = [
    `${mebibytes(filesBytes(path))} on disk`,
    `writer VmHWM ${mebibytes(writerPeakBytes)}`,
    `git fast-import VmHWM ${mebibytes(gitPeakBytes)}`,
  ];
  process.stdout.write(`${path}: head ${head}, ${sizes.join(', ')}\n`);
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
