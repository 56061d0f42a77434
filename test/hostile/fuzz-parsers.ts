import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyse } from '../../analysis/index.ts';
import { GitFixture } from '../support/git-fixture.ts';
import { writeReftable } from '../support/reftable-writer.ts';
import type { FuzzedParser } from './fuzz-loop.ts';
import { objectParsers, type ObjectCorpus } from './fuzzed-objects.ts';
import { type TableCorpus, tableParsers } from './fuzzed-tables.ts';
import { textParsers } from './fuzzed-texts.ts';

/** All parsers that are fuzzed. OWNS the folder that some of them read from. */
export class FuzzParsers implements Disposable {
  readonly all: readonly FuzzedParser[];
  readonly #folder: string = mkdtempSync(join(tmpdir(), 'codefang-fuzz-'));

  private constructor(objects: ObjectCorpus, tables: TableCorpus) {
    const found = [...textParsers(), ...objectParsers(objects), ...tableParsers(tables, this.#folder)];
    this.all = found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  static async make(): Promise<FuzzParsers> {
    using fixture = GitFixture.init({ bare: false });
    for (let nth = 0; nth < 4; nth += 1) {
      const text = Array.from({ length: 12 }, (_, at) => `line ${at === nth ? 'changed' : at}\n`).join('');
      fixture.commit({
        files: { 'a.c': text, [`lib/${nth}.ts`]: `export const x = ${nth};\n` },
        message: `n ${nth}\n`,
      });
    }
    fixture.git('tag', '-a', 'v1', '-m', 'first');
    return new FuzzParsers(objectsOf(fixture), await tablesOf(fixture));
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function objectsOf(fixture: GitFixture): ObjectCorpus {
  fixture.git('repack', '-adfq');
  const ofKind = (kind: string): Buffer[] =>
    fixture
      .git('cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectname)')
      .split('\n')
      .filter((line) => line.startsWith(`${kind} `))
      .map((line) => fixture.gitBytes(['cat-file', kind, line.slice(kind.length + 1)]));
  const path = packFile(fixture, 'pack');
  const offsets = fixture
    .git('verify-pack', '-v', path)
    .split('\n')
    .map((line) => /^[0-9a-f]{40} \w+ +\d+ \d+ (\d+)/.exec(line)?.[1])
    .filter((offset) => offset !== undefined)
    .map(Number);
  const merge = Buffer.from(
    `tree ${'1'.repeat(40)}\nparent ${'2'.repeat(40)}\nparent ${'3'.repeat(40)}\nauthor A <a@x> -5 +0100\n` +
      'committer B <b@x> 99999999999 -0130\nencoding latin1\ngpgsig -----BEGIN\n x\n -----END\n\nmessage\n',
  );
  const kinds = { trees: ofKind('tree'), commits: [...ofKind('commit'), merge], tags: ofKind('tag') };
  return { ...kinds, pack: readFileSync(path), offsets };
}

async function tablesOf(fixture: GitFixture): Promise<TableCorpus> {
  fixture.git('multi-pack-index', 'write');
  fixture.git('commit-graph', 'write', '--reachable');
  fixture.git('pack-refs', '--all');
  const objects = join(fixture.gitDir, 'objects');
  const hex = fixture.git('rev-parse', 'HEAD');
  const refs = Array.from({ length: 20 }, (_, at) => ({ name: `refs/heads/b${at}`, hex }));
  const head = { name: 'HEAD', target: 'refs/heads/main' };
  return {
    index: readFileSync(packFile(fixture, 'idx')),
    multiIndex: readFileSync(join(objects, 'pack/multi-pack-index')),
    packPaths: [join('objects/pack', packFile(fixture, 'idx').split('/').at(-1)!)],
    graph: readFileSync(join(objects, 'info/commit-graph')),
    reftables: [
      writeReftable([head, ...refs]),
      writeReftable([head, ...refs], { blockBytes: 256, hasLog: true, restartEvery: 3 }),
    ],
    packedRefs: readFileSync(join(fixture.gitDir, 'packed-refs')),
    reports: await reportsOf(fixture),
  };
}

async function reportsOf(fixture: GitFixture): Promise<[string, Buffer][]> {
  const options = { repository: fixture.path, memoryBudget: 0, workers: 0, analyzers: ['devs'] };
  await using analysis = await analyse(options);
  const reports: [string, Buffer][] = [];
  for (const format of ['json', 'ndjson', 'bin'] as const) {
    const path = join(fixture.root, `report.${format}`);
    await analysis.write(format, path);
    reports.push([format, readFileSync(path)]);
  }
  return reports;
}

function packFile(fixture: GitFixture, ending: string): string {
  const folder = join(fixture.gitDir, 'objects/pack');
  return join(
    folder,
    readdirSync(folder).find((name) => name.endsWith(`.${ending}`))!,
  );
}
