import { join } from 'node:path';
import { assert, CodefangError } from '../base/index.ts';
import { FileSink } from './file-sink.ts';
import { attempt } from './output-failure.ts';
import { nodeOutputFs, type OutputFs } from './output-fs.ts';
import type { DirectoryOutput, OpenFile } from './report-output.ts';

const fileCountMax = 4096;

/**
 * Files of one report in a directory. All keep temporary names until `commit` renames them in the
 * order they were opened, so the last one opened stands for the whole set. Other files of the
 * directory are left alone. A descriptor for each file that is not finished; BOUNDED BY
 * `fileCountMax` names.
 */
export class OutputDirectory implements DirectoryOutput {
  readonly kind = 'directory';
  readonly #path: string;
  readonly #fs: OutputFs;
  readonly #files = new Map<string, FileSink>();

  /** Makes the directory if it is not there. @throws {CodefangError} USAGE or IO */
  constructor(path: string, fs: OutputFs = nodeOutputFs) {
    this.#path = path;
    this.#fs = fs;
    const found = attempt('examine', path, () => fs.lookSync(path));
    if (found === undefined) attempt('create', path, () => fs.makeDirectorySync(path));
    else if (found.kind !== 'directory') {
      throw new CodefangError('USAGE', `Cannot write into ${path}: it is a file, expected a directory`);
    }
  }

  open(name: string): OpenFile {
    assert(/^[a-z0-9_][a-z0-9_.-]*$/.test(name), 'names in an output directory are plain');
    assert(this.#files.size < fileCountMax, 'a report has few tables');
    if (this.#files.has(name)) {
      const state = 'two tables of the report have this name';
      throw new CodefangError('INVARIANT', `Cannot write ${name}: ${state}`);
    }
    const file = new FileSink(join(this.#path, name), this.#fs);
    this.#files.set(name, file);
    return file;
  }

  commit(): void {
    for (const file of this.#files.values()) file.finish();
    for (const file of this.#files.values()) file.commit();
  }

  abandon(): void {
    for (const file of this.#files.values()) file.abandon();
  }
}
