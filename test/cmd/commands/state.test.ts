import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { listState } from '../../../engine/index.ts';
import { CheckpointStore } from '../../../engine/checkpoint/checkpoint-store.ts';
import { sampleKeys, writeSample } from '../../support/checkpoint-sample.ts';
import { ScratchDirectory } from '../../engine/spill/scratch.ts';

const main = fileURLToPath(new URL('../../../cmd/main.js', import.meta.url));
let scratch: ScratchDirectory;
let state = '';

/** Two states: the sample, and one of other options that was saved long ago. */
beforeEach(() => {
  scratch = new ScratchDirectory();
  state = scratch.file('state');
  writeSample(state);
  const other = new CheckpointStore(state, sampleKeys[0], 'other options');
  other.open();
  const about = { path: 'old\u001b[31m', repository: 'sha1 x', head: 'y', commits: 3 };
  const empty = { files: [], liveNames: [], path: scratch.path, isUnsynced: () => false, synced() {} };
  const spill = empty as unknown as Parameters<CheckpointStore['save']>[1];
  other.save({ fields: { tool: 'x' }, about, walk: '', nextPlace: 3, chunkIndex: 0, state: null }, spill);
  other.close();
  utimesSync(join(other.path, 'manifest-1'), 1_000_000, 1_000_000);
  return () => scratch[Symbol.dispose]();
});

function stateCommand(...words: string[]): { status: number | null; out: string; err: string } {
  const ended = spawnSync(process.execPath, [main, 'state', ...words, '--state-dir', state], { encoding: 'utf8' });
  return { status: ended.status, out: ended.stdout, err: ended.stderr };
}

describe('codefang state', () => {
  test('list, tells what is kept, the last saved first, and nothing drives the terminal', () => {
    const { status, out } = stateCommand('list');
    expect(status).toBe(0);
    const lines = out.trimEnd().split('\n');
    expect(lines[1]).toMatch(/^[0-9a-f]{16}\/[0-9a-f]{16} .* 20 of 20 commits .* sample$/);
    expect(lines[2]).toMatch(/3 of 3 commits .* old/);
    expect(lines[3]).toMatch(/^2 kept, /);
    expect(out).not.toContain('\u001b');
    const { kept } = JSON.parse(stateCommand('list', '--json').out) as { kept: { checkpoints: number[] }[] };
    expect(kept.map(({ checkpoints }) => checkpoints)).toEqual([[20, 10], [3]]);
  });

  test('show, names the fields that must be equal, of one that is named by its beginning', () => {
    const [first] = listState(state);
    const { out } = stateCommand('show', first!.name.slice(0, 25));
    expect(out).toContain('checkpoints  at commits 20, 10');
    expect(out).toContain('renames      "exact"');
    expect(out.match(/folder/g)).toHaveLength(1);
    expect(stateCommand('show', 'nope')).toMatchObject({ status: 2, out: '' });
  });

  test('verify, reads every byte and exits 1 when one is wrong', () => {
    expect(stateCommand('verify').status).toBe(0);
    const [first] = listState(state);
    const data = join(first!.folder, 'data');
    const path = join(
      data,
      readdirSync(data).find((name) => name.startsWith('parts'))!,
    );
    const bytes = readFileSync(path);
    bytes[3]! ^= 1;
    writeFileSync(path, bytes);
    const { status, out, err } = stateCommand('verify');
    expect(status).toBe(1);
    expect(out).toContain(`${path}: its checksum differs`);
    expect(err).toContain('2 checkpoints are damaged');
  });

  test('prune, removes what is old, or the oldest above a size, or all; never what a run is using', () => {
    expect(stateCommand('prune')).toMatchObject({ status: 2 });
    expect(stateCommand('prune', '--older-than', '365d').out).toMatch(/^removed .*\n0 B|^removed .* old/);
    expect(listState(state).map(({ about }) => about?.path)).toEqual(['sample']);
    const store = new CheckpointStore(state, ...sampleKeys);
    store.open();
    expect(listState(state)[0]!.isInUse).toBe(true);
    expect(stateCommand('prune', '--all').err).toContain('a run is using it');
    store.close();
    expect(stateCommand('prune', '--state-max', '1MiB').out).toMatch(/^0 B removed/);
    // A unit that was forgotten would remove everything.
    expect(stateCommand('prune', '--state-max', '1').status).toBe(2);
    expect(stateCommand('prune', '--state-max', '1B').status).toBe(0);
    expect(listState(state)).toEqual([]);
    expect(stateCommand('list').out).toContain('There is no saved state');
    expect(scratch.names()).toEqual([]);
  });

  test('list and prune, count what surveys keep, which goes first', () => {
    const commits = join(state, 'commits');
    mkdirSync(commits);
    const paths = ['a', 'b'].map((digit) => join(commits, `${digit.repeat(40)}.graph`));
    for (const path of paths) writeFileSync(path, Buffer.alloc(512 * 1024));
    utimesSync(paths[1]!, 1_000_000, 1_000_000);
    writeFileSync(join(commits, 'foreign'), 'x');
    expect(stateCommand('list').out).toMatch(/2 kept, .* 1 MiB of commits in /);
    const { surveys } = JSON.parse(stateCommand('list', '--json').out) as { surveys: object[] };
    const old = { path: paths[1], bytes: 512 * 1024, saved_at: '1970-01-12T13:46:40.000Z' };
    expect(surveys).toEqual([expect.objectContaining({ path: paths[0] }), old]);
    expect(stateCommand('prune', '--state-max', '1MiB').out).toMatch(/^removed a list of commits {2}512 KiB\n/);
    expect(readdirSync(commits)).toEqual(['a'.repeat(40) + '.graph', 'foreign']);
    expect(listState(state)).toHaveLength(2);
    expect(stateCommand('prune', '--all').status).toBe(0);
    expect(readdirSync(commits)).toEqual(['foreign']);
  });

  test('refuses what it does not know', () => {
    expect(stateCommand('lst')).toMatchObject({ status: 2, out: '' });
    expect(stateCommand()).toMatchObject({ status: 2, out: '' });
  });
});
