import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ScratchDirectory } from '../engine/spill/scratch.ts';
import { makeRandomRepository } from '../support/random-repository.ts';
import { projectText } from '../tidy/source-files.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const names = readdirSync(join(project, 'examples'))
  .filter((name) => name.endsWith('.ts'))
  .sort();
const fixture = makeRandomRepository({ seed: 73, commitCount: 200, isRepacked: true });
const scratch = new ScratchDirectory();
/** A project that has installed the package, with the examples as its sources. */
const consumer = join(scratch.path, 'consumer');
const spilled = join(scratch.path, 'spilled');

beforeAll(() => {
  mkdirSync(spilled);
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', scratch.path], {
    cwd: project,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename }] = JSON.parse(packed) as [{ readonly filename: string }];
  const modules = join(consumer, 'node_modules');
  mkdirSync(join(modules, 'codefang'), { recursive: true });
  execFileSync('tar', ['-xzf', join(scratch.path, filename), '-C', join(modules, 'codefang'), '--strip-components=1']);
  linkPackages(modules);
  cpSync(join(project, 'examples'), join(consumer, 'src'), { recursive: true });
  writeFileSync(join(consumer, 'package.json'), '{"type":"module"}\n');
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify(consumerConfig));
});
afterAll(() => {
  fixture.dispose();
  scratch[Symbol.dispose]();
});

/** What npm would have installed with it, and what a project in TypeScript has. */
function linkPackages(modules: string): void {
  const { dependencies } = JSON.parse(projectText('package.json')) as { readonly dependencies: object };
  mkdirSync(join(modules, '@types'));
  for (const name of [...Object.keys(dependencies), '@types/node']) {
    symlinkSync(join(project, 'node_modules', name), join(modules, name));
  }
}

const consumerConfig = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    strict: true,
    skipLibCheck: false,
    types: ['node'],
    rootDir: 'src',
    outDir: 'out',
  },
  include: ['src'],
};

function runExample(folder: string, name: string): { readonly status: number | null; readonly said: string } {
  const path = join(folder, name.replace(/\.ts$/, '.js'));
  const ran = spawnSync(process.execPath, [path, fixture.path], {
    cwd: scratch.path,
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: spilled },
  });
  return { status: ran.status, said: `${ran.stdout}${ran.stderr}` };
}

const said: Readonly<Record<string, RegExp>> = {
  'choose-rules.ts': /"renames": "similar:60"/,
  'fit-the-budget.ts': /Cannot plan a run in 16 MiB.*\ndone in \d+ bytes of \d+/s,
  'list-all.ts': /history\/devs: .*parquet: a directory of files ending in \.parquet/s,
  'read-rows.ts': /^\d+\t.*sha256:[0-9a-f]{64}/s,
  'read-stored-report.ts': /200 commits\n\d+ lines were added .*\nthe report is what was written/,
  'stop-and-resume.ts': /stopped by its AbortSignal\nResuming at commit \d+ of 200\nsha256:/,
  'watch-progress.ts': /survey: .*walk: .* of 200 commits.*chunk 0 took .*report: /s,
  'write-formats.ts': /^id,name,email,.*written .*report\.html\n/s,
};

describe('examples', () => {
  test('are all run here', () => {
    expect(names).toEqual(Object.keys(said));
  });

  test('compile in a project that has installed the package, with every declaration checked', () => {
    const tsc = join(project, 'node_modules/typescript/bin/tsc');
    const ran = spawnSync(process.execPath, [tsc, '-p', consumer], { encoding: 'utf8' });
    expect(ran.stdout).toBe('');
    expect(ran.status).toBe(0);
  });

  test.each(names)('%s, runs with the package', (name) => {
    const ran = runExample(join(consumer, 'out'), name);
    expect(ran.status, ran.said).toBe(0);
    expect(ran.said).toMatch(said[name]!);
    expect(readdirSync(spilled).filter((left) => left.startsWith('codefang-spill'))).toEqual([]);
  });

  test('an analysis that nobody closes leaves nothing when its process ends, with threads of the package', () => {
    const program = `
      import { analyse } from 'codefang';
      const analysis = await analyse({ repository: ${JSON.stringify(fixture.path)}, workers: 2 });
      console.log(await analysis.digest);`;
    writeFileSync(join(consumer, 'out/unclosed.js'), program);
    const ran = runExample(join(consumer, 'out'), 'unclosed.ts');
    expect(ran).toEqual({ status: 0, said: expect.stringMatching(/^sha256:/) });
    expect(readdirSync(spilled).filter((left) => left.startsWith('codefang-spill'))).toEqual([]);
  });
});
