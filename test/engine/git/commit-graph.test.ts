import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type CommitGraph,
  findRepository,
  GraphCommit,
  hexToOid,
  oidToHex,
  openCommitGraph,
} from '../../../engine/git/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';

const bytesMax = 1 << 20;

function graphOf(fixture: GitFixture, bytes: number = bytesMax): CommitGraph | undefined {
  return openCommitGraph(findRepository(fixture.path), bytes);
}

/** `id tree parents…` of every commit that git knows. */
function gitLines(fixture: GitFixture): string[] {
  return fixture
    .git('log', '--all', '--format=%H %T %P')
    .split('\n')
    .map((line) => line.trim())
    .sort();
}

/** The same as a graph has it; each commit is also looked up by its id. */
function graphLines(graph: CommitGraph, oidBytes: number): string[] {
  const commit = new GraphCommit();
  const parent = new GraphCommit();
  const lines: string[] = [];
  for (let position = 0; position < graph.count; position += 1) {
    graph.read(position, commit);
    expect(graph.find(commit.oids, commit.oidAt)).toBe(position);
    const words = [oidToHex(commit.oids, commit.oidAt, oidBytes), oidToHex(commit.trees, commit.treeAt, oidBytes)];
    for (let nth = 0; nth < commit.parentCount; nth += 1) {
      graph.read(commit.parents[nth]!, parent);
      words.push(oidToHex(parent.oids, parent.oidAt, oidBytes));
    }
    lines.push(words.join(' '));
  }
  return lines.sort();
}

describe('openCommitGraph', () => {
  test('equals git log, merges of many parents too', () => {
    using fixture = makeRandomRepository({ seed: 11, commitCount: 200 });
    fixture.git('commit-graph', 'write', '--reachable');
    const graph = graphOf(fixture)!;
    expect(gitLines(fixture).some((line) => line.split(' ').length > 4)).toBe(true);
    expect(graphLines(graph, 20)).toEqual(gitLines(fixture));
    expect(graph.hasAuthors).toBe(false);
    expect(graph.find(hexToOid('1'.repeat(40)), 0)).toBe(-1);
  });

  test('equals git log, SHA-256', () => {
    using fixture = GitFixture.init({ objectFormat: 'sha256' });
    for (let nth = 0; nth < 5; nth += 1) fixture.commit({ message: `${nth}` });
    fixture.git('commit-graph', 'write', '--reachable');
    expect(graphLines(graphOf(fixture)!, 32)).toEqual(gitLines(fixture));
  });

  test('equals git log, layer upon layer', () => {
    using fixture = GitFixture.init();
    for (let layer = 0; layer < 3; layer += 1) {
      for (let nth = 0; nth < 4; nth += 1) fixture.commit({ message: `${layer} ${nth}` });
      fixture.git('commit-graph', 'write', '--reachable', '--split=no-merge');
    }
    const folder = join(fixture.gitDir, 'objects/info/commit-graphs');
    expect(readdirSync(folder).filter((name) => name.endsWith('.graph'))).toHaveLength(3);
    expect(graphLines(graphOf(fixture)!, 20)).toEqual(gitLines(fixture));
  });

  test('is none when a layer stands on others than it names', () => {
    using fixture = GitFixture.init();
    for (const layer of [1, 2]) {
      for (let nth = 0; nth < 4; nth += 1) fixture.commit({ message: `${layer} ${nth}` });
      fixture.git('commit-graph', 'write', '--reachable', '--split=no-merge');
    }
    const folder = join(fixture.gitDir, 'objects/info/commit-graphs');
    const chain = join(folder, 'commit-graph-chain');
    const [base, top] = readFileSync(chain, 'latin1').trim().split('\n');
    expect(graphOf(fixture)?.count).toBe(8);
    chmodSync(chain, 0o600);
    const writeTop = (change: (bytes: Buffer, baseAt: number) => void): void => {
      const bytes = readFileSync(join(folder, `graph-${top!}.graph`)).subarray(0, -20);
      change(bytes, bytes.indexOf(Buffer.from(base!, 'hex')));
      const checksum = createHash('sha1').update(bytes).digest();
      writeFileSync(join(folder, `graph-${checksum.toString('hex')}.graph`), Buffer.concat([bytes, checksum]));
      writeFileSync(chain, `${base!}\n${checksum.toString('hex')}\n`);
    };
    writeTop(() => {});
    expect(graphOf(fixture)?.count).toBe(8);
    writeTop((bytes, baseAt) => (bytes[baseAt]! ^= 1));
    expect(graphOf(fixture)).toBeUndefined();
    writeTop((bytes) => void bytes.write('bASE', bytes.indexOf('BASE'), 'latin1'));
    expect(graphOf(fixture)).toBeUndefined();
    writeFileSync(chain, `${top!}\n`);
    expect(graphOf(fixture)).toBeUndefined();
  });

  test('equals git log where the base lies in an alternate', () => {
    using fixture = GitFixture.init();
    for (let nth = 0; nth < 4; nth += 1) fixture.commit({ message: `${nth}` });
    fixture.git('commit-graph', 'write', '--reachable', '--split');
    const path = join(fixture.root, 'fork');
    fixture.git('clone', '-q', '--shared', fixture.path, path);
    using fork = GitFixture.init({ path });
    fork.commit({ message: 'more' });
    fork.git('commit-graph', 'write', '--reachable', '--split=no-merge');
    expect(readFileSync(join(path, '.git/objects/info/commit-graphs/commit-graph-chain'), 'latin1')).toMatch(/\n./);
    expect(graphLines(graphOf(fork)!, 20)).toEqual(gitLines(fork));
  });

  test('is none without a file, and where it would need too much', () => {
    using fixture = GitFixture.init();
    fixture.commit();
    expect(graphOf(fixture)).toBeUndefined();
    fixture.git('commit-graph', 'write', '--reachable');
    expect(graphOf(fixture)).toBeDefined();
    expect(graphOf(fixture, 1000)).toBeUndefined();
  });

  test('is none when any byte is flipped, or the end is missing', () => {
    using fixture = GitFixture.init();
    for (let nth = 0; nth < 3; nth += 1) fixture.commit({ message: `${nth}` });
    fixture.git('commit-graph', 'write', '--reachable');
    const path = join(fixture.gitDir, 'objects/info/commit-graph');
    const whole = readFileSync(path);
    // git leaves the file without permission to write.
    chmodSync(path, 0o600);
    for (let at = 0; at < whole.length; at += 1) {
      const flipped = Buffer.from(whole);
      flipped[at]! ^= 1 << (at % 8);
      writeFileSync(path, flipped);
      expect(graphOf(fixture), `byte ${at}`).toBeUndefined();
    }
    for (const length of [0, 7, 100, whole.length - 1]) {
      writeFileSync(path, whole.subarray(0, length));
      expect(graphOf(fixture), `${length} bytes`).toBeUndefined();
    }
    writeFileSync(path, whole);
    expect(graphOf(fixture)).toBeDefined();
  });
});
