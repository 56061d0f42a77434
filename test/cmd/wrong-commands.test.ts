import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formats } from '../../analysis/internal.ts';
import { type ChildEnd, childProgram } from '../support/child-program.ts';
import { GitFixture } from '../support/git-fixture.ts';

let fixture: GitFixture;

beforeAll(() => {
  fixture = GitFixture.init({ branch: 'main' });
  fixture.commit({ files: { 'README.md': 'one\n', 'src/a.js': 'a\n' } });
  fixture.commit({ files: { 'src/a.js': 'a\nb\n' } });
  mkdirSync(join(fixture.path, 'empty'));
  const { status } = codefang(
    'run -q -o report.json -o report.html -o report.ndjson -o report.cfr --log-file run.ndjson',
  );
  expect(status).toBe(0);
});

afterAll(() => fixture.dispose());

function codefang(line: string): ChildEnd {
  const args = line.split(' ').filter((word) => word !== '');
  return childProgram(args, { cwd: fixture.path, home: fixture.root });
}

describe('a wrong command is answered with the right one', () => {
  test.each([
    // A repository elsewhere.
    ['run https://github.com/a/b.git', 2, 'git clone --bare https://github.com/a/b.git b.git && codefang run b.git'],
    ['https://github.com/a/b', 2, 'git clone --bare https://github.com/a/b b.git && codefang run b.git'],
    ['run git@github.com:a/b.git', 2, 'git clone --bare git@github.com:a/b.git b.git && codefang run b.git'],
    // Something else in the place of a repository.
    ['run main..HEAD', 2, 'codefang run --rev main..HEAD .'],
    ['main..HEAD', 2, 'did you mean "run --rev main..HEAD ."?'],
    ['plan main..HEAD', 2, 'codefang plan --rev main..HEAD .'],
    ['run main', 4, 'for a branch or a commit: codefang run --rev main .'],
    [
      'run README.md',
      4,
      'it is a file, expected a work tree, a directory in it, or a bare repository; for this file alone',
    ],
    ['run src/a.js', 4, 'codefang run --path src/a.js '],
    ['src', 2, 'did you mean "run src"?'],
    // Options of other tools.
    ['run --json', 2, 'did you mean "--format json"?'],
    ['--json', 2, 'did you mean "--format json"?'],
    ['run --csv', 2, 'did you mean "--format csv"?'],
    ['run --budget 1GiB', 2, 'did you mean "--memory-budget"?'],
    ['run --burndown', 2, 'did you mean "--analyzers burndown"?'],
    // Commands of other tools.
    ['analyze', 2, 'did you mean "run"?'],
    ['analyse .', 2, 'did you mean "run"?'],
    ['stats', 2, 'did you mean "run"?'],
    // Without what they need.
    ['blame', 2, 'such as: codefang blame README.md'],
    ['convert', 2, 'such as: codefang convert report.json -o report.html'],
    ['plot', 2, 'such as: codefang plot report.json -o burndown.svg'],
    // Two files of a run that are taken for each other.
    ['report report.json', 4, 'it is a report of a run, expected codefang convert report.json -o report.html'],
    ['report report.ndjson', 4, 'it is a report of a run, expected codefang convert report.ndjson'],
    ['logs report.cfr', 4, 'or codefang plot report.cfr -o burndown.svg'],
    ['dashboard --export x.html report.json', 4, 'it is a report of a run'],
    ['dashboard --export x.html README.md', 4, 'is a record, expected lines with "time"'],
    ['dashboard --export x.html empty', 4, 'Cannot find a log in "empty": it is empty'],
    ['dashboard --export x.html src', 4, 'none of its files ends in .ndjson, .jsonl or .log'],
    [
      'convert report.html',
      2,
      'it is an HTML page, which does not keep the whole report, expected a report written as json',
    ],
    ['convert run.ndjson', 2, 'it is a chunk log, which codefang report and codefang logs read'],
    ['plot .', 2, 'it is a directory, expected a report written as json, ndjson or bin'],
    ['plot README.md', 2, 'it is something else, expected a report written as json'],
    // Misspelt.
    ['run -o report.htlm', 2, 'no format has the ending .htlm, known endings are '],
    ['convert report.json -o x.xml', 2, 'no format has the ending .xml, known endings are '],
    ['run --table devs:developer --format csv', 2, 'did you mean "history/devs:developers"?'],
    ['run --memory-budget 500', 2, 'did you mean "500MiB"?'],
    ['run --max-disk 5', 2, 'did you mean "5MiB"?'],
    ['logs --event nope run.ndjson', 2, 'expected run_started, chunk_finished, replanned'],
    ['logs --event chunk_finish run.ndjson', 2, 'did you mean "chunk_finished"?'],
    ['plot report.json --chart burndwn', 2, 'did you mean "burndown"?'],
    ['run -a burndwn', 2, 'did you mean "burndown"?'],
    ['run --burndown-granularty 7', 2, 'did you mean "--burndown-granularity"?'],
    ['run --since tomorrow', 2, 'it is not a date, expected 2024-01-31'],
  ])('codefang %s', (line, status, answer) => {
    const ended = codefang(line);
    expect([ended.status, ended.out]).toEqual([status, '']);
    expect(ended.err).toMatch(/^codefang: Cannot /);
    expect(ended.err.replaceAll('\n  because: ', ' ')).toContain(answer);
    // Refused before the walk, and no bug.
    expect(ended.err).not.toMatch(/chunk 1:|Resuming|bug|^\s+at /m);
  });

  test.each(formats.map(({ name }) => [name]))('knows --%s as the name of a format', (name) => {
    expect(codefang(`run --${name}`).err).toContain(`did you mean "--format ${name}"?`);
  });
});

describe('what matches nothing', () => {
  test.each([
    ['--path nope/**', 'No file of these commits matches --path nope/**; patterns start at the root', ['nope/**']],
    ['--path src --path nope', 'No file of these commits matches --path nope;', ['nope']],
    ['--exclude *', 'No file of these commits is left by --exclude', undefined],
    ['--since 2030-01-01', 'none is in --since 2030-01-01T00:00:00Z', undefined],
    ['--until 2001-01-01', 'the commits of HEAD are from 2020-09-13T', undefined],
    ['--since 2.weeks', '--since "2.weeks" means --since 20', undefined],
  ])('%s is success, and said', (flags, note, unmatched) => {
    const { status, out, err } = codefang(`run ${flags}`);
    expect(status).toBe(0);
    expect(err).toContain(note);
    const { completeness } = JSON.parse(out) as { completeness: { unmatched_paths?: string[] } };
    expect(completeness.unmatched_paths).toEqual(unmatched);
    expect(codefang(`run -q ${flags}`).err).toBe('');
  });

  test('is not said where everything matches', () => {
    const { out, err } = codefang('run --path src --path README.md');
    expect(err).not.toContain('No ');
    expect(out).not.toContain('unmatched_paths');
  });
});

describe('codefang in a repository', () => {
  test('without a command is codefang run', () => {
    const whole = codefang('run .');
    expect(whole.status).toBe(0);
    expect(codefang('').out).toBe(whole.out);
    expect(codefang('--format json').out).toBe(whole.out);
    expect(codefang('run').out).toBe(whole.out);
    expect(codefang('-q -a history/*').out).toBe(codefang('run -q -a history/*').out);
  });

  test('from a folder counts the files below it, as with --path, and says so', () => {
    const view = codefang('run --path src .');
    const inside = childProgram([], { cwd: join(fixture.path, 'src'), home: fixture.root });
    expect(inside.out).toBe(view.out);
    expect(inside.err).toContain(
      'Counting only files below src, as with --path src; for the whole repository: codefang run /',
    );
    const named = codefang('run src');
    expect([named.out, named.err]).toEqual([view.out, expect.stringContaining('Counting only files below src')]);
    expect(view.err).not.toContain('Counting');
  });

  test('that is none shows the help, and exits 2', () => {
    const { status, out, err } = childProgram([], { cwd: fixture.root });
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain('Usage: codefang');
  });

  test('reads .codefang.yml, and refuses it beside .codefang.yaml', () => {
    using other = GitFixture.init();
    other.commit({ files: { a: 'a\n' } });
    other.commit({ files: { a: 'b\n' } });
    writeFileSync(join(other.path, '.codefang.yml'), 'limit: 1\n');
    const run = (): ChildEnd => childProgram(['run'], { cwd: other.path, home: other.root });
    expect(JSON.parse(run().out)).toMatchObject({ history: { commits: 1 } });
    writeFileSync(join(other.path, '.codefang.yaml'), 'limit: 2\n');
    expect(run()).toMatchObject({
      status: 2,
      err: expect.stringContaining('.codefang.yaml and .codefang.yml') as string,
    });
  });
});
