import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withSessions } from './session-output.ts';
import { makeTourRepository } from './tour-repository.ts';

const main = fileURLToPath(new URL('../cmd/main.js', import.meta.url));

/** The tour with what its commands print now, in a repository and with a home directory made for it. */
export function withTourSessions(tour: string, isCompared: boolean): string {
  const root = mkdtempSync(join(tmpdir(), 'codefang-tour-'));
  try {
    const folder = join(root, 'orchard');
    makeTourRepository(folder);
    const program = join(root, 'bin', 'codefang');
    mkdirSync(join(root, 'bin'));
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
    chmodSync(program, 0o755);
    const PATH = `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`;
    // The rest of the environment could change what is printed.
    const environment = { PATH, HOME: root, LC_ALL: 'C.UTF-8', CODEFANG_WORKERS: '0' };
    return withSessions(tour, { folder, environment }, isCompared);
  } finally {
    rmSync(root, { recursive: true });
  }
}
