/**
 * Stands in for the program when its judge is judged: answers `run` and `blame` with what git says, or not quite.
 *
 *   node dist/test/lines/blame-stand-in.js honest|single|lying|short|failing run|blame …
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SlowModel } from './slow-model.ts';

const [mode, command, ...words] = process.argv.slice(2);
const { values, positionals } = parseArgs({
  args: words,
  strict: false,
  allowPositionals: true,
  options: {
    ...{ repo: { type: 'string' }, rev: { type: 'string' }, renames: { type: 'string' }, output: { type: 'string' } },
    ...{ analyzers: { type: 'string' }, 'state-dir': { type: 'string' }, format: { type: 'string' } },
    'memory-budget': { type: 'string' },
  },
});
if (command === 'run') {
  writeFileSync(String(values['output']), JSON.stringify({ completeness: { capped_diffs: 3 } }));
} else if (mode === 'single' && positionals.length > 1) {
  process.stderr.write('Cannot take several paths\n');
  process.exitCode = 2;
} else if (mode === 'failing' && positionals.includes("it's")) {
  process.stderr.write('Cannot find it\n');
  process.exitCode = 4;
} else answer(positionals);

function answer(paths: readonly string[]): void {
  const renames = values['renames'] === 'off' || values['renames'] === 'exact' ? values['renames'] : 'similar';
  const model = new SlowModel(String(values['repo']), String(values['rev']), {
    renames,
    keepsThroughBinary: mode !== 'lying',
  });
  const last = model.commits.at(-1)!.id;
  const known = model.at(last);
  for (const path of paths) {
    const origins = known.get(Buffer.from(path, 'utf8').toString('latin1'))!;
    for (const [at, origin] of (mode === 'short' ? origins.slice(1) : origins).entries()) {
      const commit = mode === 'lying' && path === 'a' && at === 0 ? last : origin;
      const who = { author: 'A', email: 'a@example.org', time: '2020-01-01T00:00:00Z' };
      const file = mode === 'single' ? {} : { file: path };
      process.stdout.write(`${JSON.stringify({ line: at + 1, commit, ...who, ...file })}\n`);
    }
  }
}
