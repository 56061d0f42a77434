/**
 * Loaded into the measured process before its program: at the very end it writes what the kernel knows of the
 * process, which no look from outside can catch exactly.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const target = process.env['PEAK_RECORD_FILE'];
if (isMainThread && target !== undefined) process.on('exit', () => write(target));

function write(path: string): void {
  const status = readFileSync('/proc/self/status', 'latin1');
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  const { user, system } = process.cpuUsage();
  const figures = {
    pid: process.pid,
    peakBytes: Number(peak) * 1024,
    userSeconds: user / 1e6,
    systemSeconds: system / 1e6,
  };
  appendFileSync(path, `${JSON.stringify(figures)}\n`);
}
