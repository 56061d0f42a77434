import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { analyse } from '../../analysis/index.ts';
import { GitFixture } from '../support/git-fixture.ts';
import { randomFrom } from '../support/random.ts';
import { makeReftableRepository, writeReftable } from '../support/reftable-writer.ts';
import { runProgram } from '../support/program-run.ts';
import type { CorruptionTarget, DamageKind } from './corruption-target.ts';

const usual = { damage: 'bytes', isResealed: false, judge: 'run', verify: 'packs' } as const;

/** Small repositories of all forms, with state, reports and a log of one of them. OWNS its fixtures. */
export class CorruptionSubjects implements Disposable {
  readonly #seed: number;
  readonly #fixtures: GitFixture[] = [];
  readonly targets: CorruptionTarget[] = [];

  private constructor(seed: number) {
    this.#seed = seed;
  }

  static async make(seed: number): Promise<CorruptionSubjects> {
    const subjects = new CorruptionSubjects(seed);
    const packed = subjects.#addPacked('sha1');
    subjects.#addPacked('sha256');
    subjects.#addTables();
    subjects.#addReftable();
    subjects.#addLoose();
    await subjects.#addState(packed);
    await subjects.#addReports(packed);
    return subjects;
  }

  [Symbol.dispose](): void {
    for (const fixture of this.#fixtures) fixture.dispose();
  }

  #addPacked(objectFormat: 'sha1' | 'sha256'): GitFixture {
    const fixture = this.#story(objectFormat, true);
    fixture.git('repack', '-adfq', '--depth=10');
    fixture.git('pack-refs', '--all');
    const pack = packsOf(fixture)[0]!;
    const suffix = objectFormat === 'sha1' ? '' : ' of SHA-256';
    for (const verify of ['packs', 'full'] as const) {
      this.#add(`pack${suffix}, verify ${verify}`, fixture, pack, { verify });
      this.#add(`index${suffix}, verify ${verify}`, fixture, indexOf(pack), { verify });
    }
    if (objectFormat === 'sha256') return fixture;
    for (const name of ['packed-refs', 'HEAD', 'config']) this.#add(name, fixture, join(fixture.gitDir, name), {});
    this.#addAimed('distances', fixture, pack);
    this.#addAimed('offsets', fixture, indexOf(pack));
    return fixture;
  }

  /** Wrong checksums are found by the default; with right ones, only `full` finds the damage. */
  #addAimed(damage: DamageKind, fixture: GitFixture, path: string): void {
    const name = `${damage} of ${damage === 'distances' ? 'deltas' : 'an index'}, aimed`;
    this.#add(`${name}, checksums wrong, verify packs`, fixture, path, { damage });
    this.#add(`${name}, checksums right, verify full`, fixture, path, { damage, isResealed: true, verify: 'full' });
  }

  /** Two packs under one index, and a commit-graph. */
  #addTables(): void {
    const fixture = this.#story('sha1', true);
    fixture.git('repack', '-dq');
    fixture.commit({ files: { 'late.txt': 'late\n' } });
    fixture.git('repack', '-dq');
    fixture.git('multi-pack-index', 'write');
    fixture.git('commit-graph', 'write', '--reachable');
    const objects = join(fixture.gitDir, 'objects');
    this.#add('multi-pack-index', fixture, join(objects, 'pack/multi-pack-index'), {});
    const graph = join(objects, 'info/commit-graph');
    this.#add('commit-graph', fixture, graph, {});
    const aimed = { damage: 'graph', isResealed: true, verify: 'full' } as const;
    this.#add('commit-graph, checksum right, verify full', fixture, graph, aimed);
  }

  #addReftable(): void {
    const fixture = this.#story('sha1', false);
    const hex = fixture.git('rev-parse', 'HEAD');
    const table = writeReftable([
      { name: 'HEAD', target: 'refs/heads/main' },
      { name: 'refs/heads/main', hex },
    ]);
    makeReftableRepository(fixture, [table]);
    const folder = join(fixture.gitDir, 'reftable');
    for (const name of readdirSync(folder)) {
      this.#add(name === 'tables.list' ? 'tables.list' : 'reftable', fixture, join(folder, name), {});
    }
  }

  #addLoose(): void {
    const fixture = this.#story('sha1', false);
    const objects = join(fixture.gitDir, 'objects');
    for (const path of filesIn(objects).filter((one) => /[0-9a-f]{38}$/.test(one))) {
      this.#add('loose objects', fixture, path, {});
    }
    this.#add('loose ref', fixture, join(fixture.gitDir, 'refs/heads/main'), {});
  }

  /** What a run keeps: checkpoint data, manifests, and the graph of its survey. */
  async #addState(fixture: GitFixture): Promise<void> {
    const stateDirectory = join(fixture.root, 'kept-state');
    const analysis = await analyse({ repository: fixture.path, memoryBudget: 0, workers: 0, stateDirectory });
    await analysis.digest;
    await analysis.close();
    for (const path of filesIn(stateDirectory)) {
      if (statSync(path).size === 0) continue;
      const kind = path.endsWith('.graph') ? 'kept graph of a survey' : nameOfState(path);
      const place = { path: relative(stateDirectory, path), stateDirectory, judge: 'resume' } as const;
      this.#add(kind, fixture, place.path, place);
    }
  }

  async #addReports(fixture: GitFixture): Promise<void> {
    const folder = join(fixture.root, 'reports');
    mkdirSync(folder);
    await using analysis = await analyse({
      repository: fixture.path,
      memoryBudget: 0,
      workers: 0,
      analyzers: ['devs'],
    });
    for (const format of ['json', 'ndjson', 'bin'] as const) {
      const path = join(folder, `report.${format}`);
      await analysis.write(format, path);
      this.#add(`stored report, ${format}`, fixture, path, { judge: 'report' });
    }
    await analysis.close();
    const log = join(folder, 'run.ndjson');
    await runProgram({ repository: fixture.path, folder, flags: { 'log-file': log } });
    this.#add('chunk log', fixture, log, { judge: 'log' });
  }

  #add(name: string, { path: repository }: GitFixture, path: string, rest: Partial<CorruptionTarget>): void {
    this.targets.push({ ...usual, ...rest, name, path, repository });
  }

  /** A history of a dozen commits with a merge, edits that become deltas, and a mailmap. */
  #story(objectFormat: 'sha1' | 'sha256', isBig: boolean): GitFixture {
    const fixture = GitFixture.init({ objectFormat });
    this.#fixtures.push(fixture);
    const random = randomFrom(this.#seed);
    const lines = Array.from({ length: 24 }, (_, at) => `call(${at}, ${Math.floor(random() * 1e6)});`);
    const commits = isBig ? 8 : 4;
    for (let nth = 0; nth < commits; nth += 1) {
      lines.splice(Math.floor(random() * lines.length), 2, `step(${nth});`, `again(${Math.floor(random() * 1e6)});`);
      const author = nth % 3 === 0 ? { author: { name: 'Bob', email: 'bob@example.org' } } : {};
      const extra = nth === 0 ? { '.mailmap': 'Robert <bob@example.org>\n', 'lib/b.ts': 'one\ntwo\n' } : {};
      fixture.commit({ files: { 'a.c': `${lines.join('\n')}\n`, ...extra }, message: `change ${nth}`, ...author });
      if (nth === 1) fixture.git('branch', 'side');
    }
    fixture.git('checkout', '-q', 'side');
    fixture.commit({ files: { 'lib/b.ts': 'one\ntwo\nthree\n' } });
    fixture.git('checkout', '-q', 'main');
    fixture.merge('side');
    fixture.git('branch', '-q', '-D', 'side');
    return fixture;
  }
}

function packsOf(fixture: GitFixture): string[] {
  return filesIn(join(fixture.gitDir, 'objects/pack')).filter((path) => path.endsWith('.pack'));
}

function indexOf(pack: string): string {
  return pack.replace(/pack$/, 'idx');
}

function nameOfState(path: string): string {
  return path.includes('manifest') ? 'manifest of a checkpoint' : 'data of a checkpoint';
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
