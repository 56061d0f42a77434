import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Fence, fencesOf } from './fences.ts';
import { GuideFolder } from './guide-folder.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const guides = readdirSync(`${root}docs`)
  // The tour has a repository and a test of its own.
  .filter((name) => name.endsWith('.md') && name !== 'tour.md')
  .map((name) => `docs/${name}`);

/** Why a block is not run here; a block with another mark fails. */
const reasons: Readonly<Record<string, string>> = {
  setup: 'installs packages: .ci/run does it',
  server: 'keeps a port or a log open until it is stopped',
  systemd: 'needs a user session of systemd',
  checkout: 'builds and tests this repository: .ci/run does it',
  container: 'needs Docker and the network',
};

/** Marks of blocks that are run where the program of that name is installed. */
const programs: Readonly<Record<string, boolean>> = { jq: hasProgram('jq') };

describe.each(['README.md', ...guides].sort())('commands of %s', (document) => {
  const fences = fencesOf(readFileSync(root + document, 'utf8'));

  test.for(fences.filter((fence) => !isRun(fence)))('line $line', ({ mark }, { skip }) => {
    if (mark in programs) skip(`needs ${mark}`);
    expect(Object.keys(reasons)).toContain(mark);
    skip(reasons[mark]!);
  });

  test('succeed as written', async () => {
    using folder = new GuideFolder();
    for (const fence of fences.filter((one) => isRun(one) && one.language !== 'js')) {
      expect(await failureIn(folder, fence), `${document}:${fence.line}`).toBe('');
    }
  });

  test.for(fences.filter(({ language }) => language === 'js'))('program of line $line', ({ text }) => {
    using folder = new GuideFolder();
    expect(programFailure(folder, text)).toBe('');
  });
});

test('.ci/run calls the test command of the README', () => {
  const setup = fencesOf(readFileSync(`${root}README.md`, 'utf8')).filter(({ mark }) => mark === 'setup');
  expect(setup.map(({ text }) => text).join('\n')).toMatch(/^npm ci && npm test +#/m);
  expect(readFileSync(`${root}.ci/run`, 'utf8')).toMatch(/^npm ci && npm test$/m);
});

/** Whether a block is run here; a workflow is run without what it installs. */
function isRun({ mark }: Fence): boolean {
  return mark === '' || mark === 'workflow' || programs[mark] === true;
}

function hasProgram(name: string): boolean {
  return spawnSync(name, ['--version']).status === 0;
}

/** What went wrong with a block; empty when nothing did, or when its language is not run. */
async function failureIn(folder: GuideFolder, { language, text }: Fence): Promise<string> {
  if (language === 'sh') return folder.failureOf(text);
  if (language === 'console') return folder.failureOf(typedIn(text));
  if (language === 'sql') return queryFailure(folder, text);
  if (language === 'yaml') return folder.failureOf(stepsOf(parse(text) as Workflow));
  return ['', 'text'].includes(language) ? '' : `no test runs ${language}`;
}

/** What was typed in a session; a clone from the network is left out, since the folder is a repository already. */
function typedIn(session: string): string {
  const typed = session
    .split('\n')
    .filter((line) => line.startsWith('$ '))
    .map((line) => line.slice(2));
  return typed.filter((line) => !line.startsWith('git clone http')).join('\n');
}

interface Workflow {
  readonly jobs?: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

/** The commands of a workflow as one script, without those that install it; nothing for other YAML. */
function stepsOf({ jobs = {} }: Workflow): string {
  const commands = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  return ['GITHUB_STEP_SUMMARY=summary.md', ...commands.filter((text) => !text.startsWith('npm '))].join('\n');
}

function programFailure(folder: GuideFolder, program: string): string {
  const path = `${root}dist/test/docs/guide-example.mjs`;
  writeFileSync(path, program);
  try {
    execFileSync(process.execPath, [path], { cwd: folder.path, stdio: 'pipe', timeout: 600_000 });
    return '';
  } catch (error) {
    return String(error);
  } finally {
    rmSync(path);
  }
}

async function queryFailure(folder: GuideFolder, query: string): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`SET file_search_path = '${folder.path}'`);
    const rows = await connection.runAndReadAll(query);
    return rows.currentRowCount > 0 ? '' : 'the query gives no row';
  } catch (error) {
    return String(error);
  } finally {
    connection.closeSync();
  }
}
