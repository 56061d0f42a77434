import { ownIdentity } from '../../../engine/spill/index.ts';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type AnalyzerSections,
  ClosedPipe,
  FdSink,
  FileSink,
  findReportFormat,
  openOutput,
  OutputDirectory,
  plainPaint,
  writeReport,
} from '../../../engine/report/index.ts';
import { nodeOutputFs, type OutputFs } from '../../../engine/report/output-fs.ts';
import { randomFrom } from '../../support/random.ts';
import { allFormats, analyzer, formatOf, sampleAnalyzers, sampleHead, sampleOptions, table } from './sample-report.ts';

let directory = '';
beforeAll(async () => {
  for (const format of allFormats) await format.prepare?.();
});
beforeEach(() => {
  directory = fs.mkdtempSync(join(tmpdir(), 'codefang-report-'));
});
afterEach(() => {
  fs.rmSync(directory, { recursive: true, force: true });
});

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/** The real file system whose call number `failAt`, counted from 0 over all calls but look-ups, fails. */
function failingFs(failAt: number, code: string): OutputFs & { callCount(): number } {
  let calls = 0;
  const counted = <Arguments extends unknown[], Result>(call: (...given: Arguments) => Result) => {
    return (...given: Arguments): Result => {
      calls += 1;
      if (calls - 1 === failAt) throw systemError(code);
      return call(...given);
    };
  };
  return {
    openSync: counted(nodeOutputFs.openSync),
    writeSync: counted(nodeOutputFs.writeSync),
    fsyncSync: counted(nodeOutputFs.fsyncSync),
    closeSync: nodeOutputFs.closeSync,
    renameSync: counted(nodeOutputFs.renameSync),
    unlinkSync: nodeOutputFs.unlinkSync,
    makeDirectorySync: counted(nodeOutputFs.makeDirectorySync),
    lookSync: nodeOutputFs.lookSync,
    callCount: () => calls,
  };
}

/** A descriptor that takes what `step` says; it collects what was written. */
function scriptedFs(step: (length: number) => number): OutputFs & { written(): Buffer } {
  const pieces: Buffer[] = [];
  return {
    ...nodeOutputFs,
    writeSync: (_fd, bytes, offset, length) => {
      const count = step(length);
      pieces.push(Buffer.from(bytes.slice(offset, offset + count)));
      return count;
    },
    written: () => Buffer.concat(pieces),
  };
}

describe('FdSink', () => {
  test('FdSink keeps order and bytes through partial writes and full pipes', () => {
    const random = randomFrom(7);
    const scripted = scriptedFs((length) => {
      if (random() < 0.02) throw systemError('EAGAIN');
      return Math.ceil(random() * length);
    });
    const sink = new FdSink(99, 'standard output', scripted);
    const expected: Buffer[] = [];
    for (let i = 0; i < 300; i += 1) {
      const size = Math.floor(random() ** 4 * 200_000);
      const bytes = Buffer.alloc(size, i);
      const start = Math.floor((random() * size) / 2);
      sink.write(bytes, start);
      expected.push(bytes.subarray(start));
    }
    sink.commit();
    expect(scripted.written().equals(Buffer.concat(expected))).toBe(true);
  });

  test('FdSink may be given the same bytes changed after each write', () => {
    const scripted = scriptedFs((length) => length);
    const sink = new FdSink(99, 'standard output', scripted);
    const bytes = new Uint8Array(10);
    for (let i = 0; i < 5; i += 1) sink.write(bytes.fill(i));
    sink.commit();
    expect([...scripted.written()]).toEqual([...Array(50).keys()].map((at) => Math.floor(at / 10)));
  });

  test('FdSink tells a closed pipe from a full disk', () => {
    const closed = new FdSink(
      99,
      'standard output',
      scriptedFs(() => raise(systemError('EPIPE'))),
    );
    closed.write(Buffer.from('x'));
    expect(() => closed.commit()).toThrow(ClosedPipe);
    const full = new FdSink(
      99,
      'standard output',
      scriptedFs(() => raise(systemError('ENOSPC'))),
    );
    full.write(Buffer.from('x'));
    expect(() => full.commit()).toThrow(
      expect.objectContaining({
        code: 'IO',
        message: expect.stringContaining('Cannot write standard output: no space is left on the device'),
      }),
    );
  });

  test('FdSink ends quietly when a real reader goes away', () => {
    const program = `
      import { FdSink, findReportFormat, plainPaint, writeReport } from ${JSON.stringify(doorUrl())};
      const sink = new FdSink(1, 'standard output');
      const options = { table: undefined, widthMax: 80, paint: plainPaint };
      function* rows() { for (let i = 0; ; i += 1) yield [i]; }
      const columns = [{ name: 'n', type: 'int' }];
      const section = { name: 's', title: 'S', shape: 'table', columns, rows: rows() };
      const head = ${JSON.stringify(sampleHead)};
      const writer = findReportFormat('json').create(sink, options);
      const report = writeReport(head, [{ id: 'a', sections: [section] }], writer, sink);
      process.stderr.write(report.outcome);
    `;
    fs.writeFileSync(join(directory, 'endless.mjs'), program);
    const shell = '"$0" "$1" | head -n 3';
    const run = spawnSync('sh', ['-c', shell, process.execPath, join(directory, 'endless.mjs')], {
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('pipe-closed');
    expect(run.stdout.split('\n')).toHaveLength(4);
  });
});

/** The compiled door, for a program of its own. */
function doorUrl(): string {
  return new URL('../../../engine/report/index.js', import.meta.url).href;
}

function raise(error: Error): never {
  throw error;
}

describe('FileSink', () => {
  test('FileSink publishes at commit only, and replaces what was there', () => {
    const path = join(directory, 'out.json');
    fs.writeFileSync(path, 'old', { mode: 0o600 });
    const sink = new FileSink(path);
    sink.write(Buffer.from('new'));
    const temporary = expect.stringContaining(`.out.json.tmp-${process.pid}-`);
    expect(fs.readdirSync(directory).toSorted()).toEqual([temporary, 'out.json']);
    expect(fs.readFileSync(path, 'utf8')).toBe('old');
    sink.commit();
    sink.abandon();
    expect(fs.readdirSync(directory)).toEqual(['out.json']);
    expect(fs.readFileSync(path, 'utf8')).toBe('new');
    expect(fs.statSync(path).mode & 0o777).toBe(0o600);
  });

  test('FileSink removes what a killed process left of the same output, and nothing else', () => {
    const { pid, place, boot } = ownIdentity();
    const dead = `.out.json.tmp-${pid}-${place}${boot}-1`;
    const foreign = `.out.json.tmp-1-ffffffff${boot}-1`;
    for (const name of [dead, foreign, '.other.tmp-1-x', '.out.json.tmp-1']) {
      fs.writeFileSync(join(directory, name), '');
    }
    new FileSink(join(directory, 'out.json')).abandon();
    expect(fs.readdirSync(directory).toSorted()).toEqual(['.other.tmp-1-x', '.out.json.tmp-1', foreign]);
  });

  test('FileSink follows a link and takes over a temporary name that was left', () => {
    const path = join(directory, 'out.json');
    fs.writeFileSync(path, 'old');
    const { pid, place, boot, start } = ownIdentity();
    fs.writeFileSync(join(directory, `.out.json.tmp-${pid}-${place}${boot}-${start}`), 'left');
    fs.symlinkSync('out.json', join(directory, 'link'));
    const sink = new FileSink(join(directory, 'link'));
    sink.write(Buffer.from('new'));
    sink.commit();
    expect(fs.lstatSync(join(directory, 'link')).isSymbolicLink()).toBe(true);
    expect(fs.readFileSync(path, 'utf8')).toBe('new');
    expect(fs.readdirSync(directory).toSorted()).toEqual(['link', 'out.json']);
  });

  test('FileSink writes straight to a device', () => {
    const sink = new FileSink('/dev/null');
    sink.write(Buffer.from('gone'));
    sink.commit();
    expect(fs.statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('FileSink does without a sync of the directory where there is none', () => {
    const path = join(directory, 'out.json');
    const directories = new Set<number>();
    const disk: OutputFs = {
      ...nodeOutputFs,
      openSync: (opened, flags, mode) => {
        const fd = nodeOutputFs.openSync(opened, flags, mode);
        if (opened === directory) directories.add(fd);
        return fd;
      },
      fsyncSync: (fd) => (directories.has(fd) ? raise(systemError('EINVAL')) : nodeOutputFs.fsyncSync(fd)),
    };
    const sink = new FileSink(path, disk);
    sink.write(Buffer.from('new'));
    sink.commit();
    expect(directories.size).toBe(1);
    expect(fs.readFileSync(path, 'utf8')).toBe('new');
  });

  test('FileSink refuses a directory and a missing directory', () => {
    expect(() => new FileSink(directory)).toThrow(expect.objectContaining({ code: 'USAGE' }));
    expect(() => new FileSink(join(directory, 'no', 'out.json'))).toThrow(
      expect.objectContaining({
        code: 'IO',
        message: expect.stringContaining('its directory does not exist, create it first'),
      }),
    );
  });
});

describe('a failing disk', () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => [at, `row ${at}`]);
  const big = (id: string, name: string): AnalyzerSections => analyzer(id, table(name, 'n:int name:string', rows));
  const analyzers = [...sampleAnalyzers(), big('big', 's'), big('timeseries', 'commits')];

  function writeWith(format: string, disk: OutputFs): void {
    const { needs, create } = formatOf(format);
    const path = join(directory, 'out');
    const output = needs === 'directory' ? new OutputDirectory(path, disk) : new FileSink(path, disk);
    const writer = create(output, sampleOptions);
    writeReport(sampleHead, analyzers, writer, output);
  }

  test.each(allFormats.map((format) => format.name))(
    'writeReport in %s gives a typed error and leaves no unfinished file, whichever call fails',
    (format) => {
      const healthy = failingFs(-1, '');
      writeWith(format, healthy);
      expect(healthy.callCount()).toBeGreaterThan(4);
      const whole = filesOf(directory);
      for (let failAt = 0; failAt < healthy.callCount(); failAt += 1) {
        fs.rmSync(join(directory, 'out'), { recursive: true, force: true });
        expect(() => writeWith(format, failingFs(failAt, 'EIO'))).toThrow(expect.objectContaining({ code: 'IO' }));
        for (const [name, bytes] of filesOf(directory)) {
          expect(whole.get(name)?.equals(bytes), `${name} at ${failAt}`).toBe(true);
        }
      }
    },
  );
});

/** Files by their names below a directory. */
function filesOf(root: string): ReadonlyMap<string, Buffer> {
  const names = (fs.readdirSync(root, { recursive: true }) as string[]).filter((name) =>
    fs.statSync(join(root, name)).isFile(),
  );
  return new Map(names.map((name) => [name, fs.readFileSync(join(root, name))]));
}

test('OutputDirectory holds one descriptor at a time while tables are written', () => {
  const open = new Set<number>();
  let openCountMax = 0;
  const disk: OutputFs = {
    ...nodeOutputFs,
    openSync: (path, flags, mode) => {
      const fd = nodeOutputFs.openSync(path, flags, mode);
      openCountMax = Math.max(openCountMax, open.add(fd).size);
      return fd;
    },
    closeSync: (fd) => {
      open.delete(fd);
      nodeOutputFs.closeSync(fd);
    },
  };
  const output = new OutputDirectory(join(directory, 'out'), disk);
  const options = { table: undefined, widthMax: 80, paint: plainPaint };
  writeReport(sampleHead, sampleAnalyzers(), findReportFormat('csv').create(output, options), output);
  expect([openCountMax, open.size]).toEqual([1, 0]);
});

describe('openOutput', () => {
  const json = findReportFormat('json');
  const csv = findReportFormat('csv');

  test('openOutput gives each format what it needs', () => {
    expect(openOutput(json, { path: undefined, table: undefined })).toBeInstanceOf(FdSink);
    expect(openOutput(json, { path: '-', table: undefined })).toBeInstanceOf(FdSink);
    expect(openOutput(csv, { path: undefined, table: 'a:s' })).toBeInstanceOf(FdSink);
    const path = join(directory, 'out');
    expect(openOutput(csv, { path, table: undefined })).toBeInstanceOf(OutputDirectory);
    const one = openOutput(csv, { path: join(directory, 'one.csv'), table: 'a:s' });
    expect(one).toBeInstanceOf(FileSink);
    one.abandon();
    expect(fs.readdirSync(directory)).toEqual(['out']);
  });

  test('openOutput refuses what does not go together', () => {
    const file = join(directory, 'file');
    fs.writeFileSync(file, '');
    const refused = [
      () => openOutput(csv, { path: undefined, table: undefined }),
      () => openOutput(csv, { path: file, table: undefined }),
      () => openOutput(csv, { path: undefined, table: 'developers' }),
      () => openOutput(json, { path: undefined, table: 'a:s' }),
      () => openOutput(json, { path: directory, table: undefined }),
      () => findReportFormat('jsn'),
    ];
    for (const open of refused) expect(open).toThrow(expect.objectContaining({ code: 'USAGE' }));
    expect(() => findReportFormat('jsn')).toThrow('Cannot write format "jsn": known are json, ndjson, csv,');
  });
});
