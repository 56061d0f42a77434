import { describe, expect, test } from 'vitest';
import { chosenRung } from './chosen-rung.ts';
import { type Measured, measureRun } from './measure-run.ts';
import { type Rung, workingRungs } from './memory-limit.ts';

const MiB = 2 ** 20;
const rung = chosenRung();
const enforcing = workingRungs().filter((one) => one !== 'none');
const groups = enforcing.filter((one) => one !== 'rlimit-data');

/** Holds so many MiB in buffers that are written to, in a process of its own. */
function hold(mebibytes: number, limitBytes: number, by: Rung, before = ''): Promise<Measured> {
  const script = `${before}; const held = [];
    for (let i = 0; i < ${mebibytes}; i += 1) held.push(Buffer.alloc(${MiB}, 1));`;
  const environment = { PATH: process.env['PATH'] ?? '' };
  return measureRun({ rung: by, limitBytes, args: ['-e', script], environment, timeoutSeconds: 600 });
}

describe('measureRun', () => {
  test('tells the high-water mark of a process, exactly, though what it held is gone', async () => {
    const [bare, large] = [await hold(1, 0, 'none'), await hold(200, 0, 'none', 'process.on("exit", () => {})')];
    expect(large).toMatchObject({ exitCode: 0, signal: null, isPeakExact: true, rung: 'none', oomKills: null });
    expect(large.peakBytes - bare.peakBytes).toBeGreaterThan(195 * MiB);
    expect(large.peakBytes - bare.peakBytes).toBeLessThan(220 * MiB);
    expect(large.userSeconds).toBeGreaterThan(0);
  });

  test('adds the memory of children to that of the process', async () => {
    const child = 'setTimeout(() => {}, 400), Buffer.alloc(100 * 2 ** 20, 1)';
    const before = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}])`;
    const run = await hold(1, 512 * MiB, rung, before);
    expect(run.exitCode).toBe(0);
    // The child outlives what the process itself does; both are alive when it has its memory.
    expect(run.peakBytes).toBeGreaterThan(165 * MiB);
  });

  test('tells how a failed run failed', async () => {
    const run = await hold(1, 0, 'none', "process.stderr.write('alas'); process.exit(7)");
    expect(run).toMatchObject({ exitCode: 7, errorText: 'alas', timedOut: false });
  });

  test('ends a run that does not end', async () => {
    const environment = { PATH: process.env['PATH'] ?? '' };
    const args = ['-e', 'setInterval(() => {}, 1000)'];
    const run = await measureRun({ rung, limitBytes: 256 * MiB, args, environment, timeoutSeconds: 0.5 });
    expect(run).toMatchObject({ timedOut: true, signal: 'SIGKILL' });
  });
});

describe('underLimit', () => {
  test.each(enforcing)('%s, ends what takes more and lets be what does not', async (by) => {
    const fits = await hold(60, 200 * MiB, by);
    expect(fits).toMatchObject({ rung: by, exitCode: 0 });
    const exceeds = await hold(600, 200 * MiB, by);
    expect(exceeds.rung).toBe(by);
    expect(exceeds.exitCode === 0).toBe(false);
  });

  test.each(groups)('%s, kills at the limit and says so', async (by) => {
    const run = await hold(600, 200 * MiB, by);
    expect(run.signal).toBe('SIGKILL');
    expect(run.oomKills ?? 1).toBeGreaterThan(0);
    expect(run.peakBytes).toBeLessThan(300 * MiB);
  });

  test('budgets are judged under a kernel limit', ({ skip }) => {
    if (groups.length === 0) skip('needs root and a control group; without them only peaks are judged');
    expect(enforcing).toContain(rung);
  });
});
