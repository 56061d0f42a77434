import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { line, sampleLog, ScratchLogs, spanLine } from '../../engine/logs/scratch-logs.ts';

const program = fileURLToPath(new URL('../../../cmd/main.js', import.meta.url));
const recorder = new URL('../../budget/record-peak.js', import.meta.url).href;

function codefang(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });
}

/** A span of a tree of fifty, the root last. */
function treeLine(at: number): string {
  const root = at - (at % 50) + 50;
  const isRoot = at + 1 === root;
  return spanLine({ id: at + 1, ...(isRoot ? {} : { parent: root }), ms: at % 977, name: `n${at % 500}` });
}

/** VmHWM of a command in bytes. */
function peakOf(record: string, ...args: string[]): number {
  const env = { ...process.env, PEAK_RECORD_FILE: record };
  const child = spawnSync(process.execPath, ['--import', recorder, program, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  expect(child.status).toBe(0);
  const last = readFileSync(record, 'utf8').trimEnd().split('\n').at(-1)!;
  return (JSON.parse(last) as { readonly peakBytes: number }).peakBytes;
}

describe('codefang logs', () => {
  test('merges by time, plain and gzip, as the lines stand', () => {
    using folder = new ScratchLogs();
    const a = folder.write('a', line(1, 'x') + line(4, 'y'));
    const b = folder.write('b.gz', gzipSync(line(2, 'x') + line(4, 'y') + line(5, 'z')));
    const { status, stdout, stderr } = codefang('logs', a, b);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe(line(1, 'x') + line(2, 'x') + line(4, 'y') + line(5, 'z'));
  });

  test('writes what was asked for: events, run, since, as text', () => {
    using folder = new ScratchLogs();
    const lines = [line(1, 'span', {}, 'ab'), line(2000, 'replanned', { n: 1 }, 'ab'), line(3000, 'span', {}, 'b')];
    const log = folder.write('log', lines.join(''));
    expect(codefang('logs', '--event', 'replanned,run_finished', log).stdout).toBe(lines[1]);
    expect(codefang('logs', '--run', 'a', log).stdout).toBe(lines[0]! + lines[1]!);
    expect(codefang('logs', '--since', '1970-01-01T00:00:03Z', log).stdout).toBe(lines[2]);
    const text = codefang('logs', '--format', 'text', '--event', 'replanned', log).stdout;
    expect(text).toBe('1970-01-01T00:00:02.000Z ab replanned n=1\n');
  });

  test('names damage on stderr and passes over it; refuses what is no log', () => {
    using folder = new ScratchLogs();
    const log = folder.write('log', `${line(1, 'x')}oops\n${line(2, 'x')}{"time":`);
    const read = codefang('logs', log);
    expect([read.status, read.stdout]).toEqual([0, line(1, 'x') + line(2, 'x')]);
    expect(read.stderr).toMatch(/Line 2 of ".*log" is passed over/);
    const refused = codefang('logs', folder.write('other', 'not\na\nlog\n'));
    expect([refused.status, refused.stdout]).toEqual([4, '']);
    expect(codefang('logs', folder.file('absent')).status).toBe(4);
    expect(codefang('logs', '--format', 'xml', log).status).toBe(2);
  });

  test('ends quietly when nobody reads on', () => {
    using folder = new ScratchLogs();
    const log = folder.write('log', Array.from({ length: 50_000 }, (_, at) => line(at, 'x')).join(''));
    const script = `"$NODE" "$PROGRAM" logs "$LOG" | head -2; echo "\${PIPESTATUS[0]}"`;
    const env = { ...process.env, NODE: process.execPath, PROGRAM: program, LOG: log };
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { env, encoding: 'utf8' });
    expect([stdout, stderr]).toEqual([`${line(0, 'x')}${line(1, 'x')}0\n`, '']);
  });
});

describe('codefang report', () => {
  test('tells runs, names, trees, re-plans and lost time, as text and as JSON', () => {
    using folder = new ScratchLogs();
    const spans =
      spanLine({ id: 12, parent: 11, ms: 3, name: 'hibernate' }) + spanLine({ id: 11, ms: 9, name: 'walk' });
    const log = folder.write('log', sampleLog() + spans);
    const text = codefang('report', log).stdout;
    for (const title of ['Runs', 'Spans', 'Events', 'Slowest', 'Re-plans', 'Time lost']) {
      expect(text).toMatch(new RegExp(`^${title}$`, 'm'));
    }
    expect(text).toMatch(/9 ms {2}walk .*\n +3 ms {2}hibernate/);
    const json = JSON.parse(codefang('report', '--format', 'json', log).stdout) as Record<string, unknown>;
    expect(json).toMatchObject({ runs: [{ run_id: 'r', status: 'done' }] });
  });

  test('counts a torn end and says so, and refuses flags that are wrong', () => {
    using folder = new ScratchLogs();
    const log = folder.write('log', `${sampleLog()}{"level":30,"ti`);
    const { status, stdout } = codefang('report', log);
    expect(status).toBe(0);
    expect(stdout).toContain('ends within a line');
    expect(codefang('report', '--top', '0', log).status).toBe(2);
  });

  // The large figures are measured with bench/logs; this is what any change would break first.
  test('takes no more memory for twice the log', ({ skip }) => {
    if (!existsSync('/proc/self/status')) skip('needs /proc');
    using folder = new ScratchLogs();
    const log = folder.write('log', '');
    const record = folder.file('peaks');
    const half = Array.from({ length: 200_000 }, (_, at) => treeLine(at)).join('');
    folder.append('log', half);
    const once = peakOf(record, 'report', log);
    folder.append('log', half.replaceAll('"run_id":"r"', '"run_id":"s"'));
    const twice = peakOf(record, 'report', log);
    expect(twice).toBeLessThan(once * 1.1);
    expect(twice).toBeLessThan(128 * 2 ** 20);
  });
});
