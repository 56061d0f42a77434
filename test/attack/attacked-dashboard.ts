import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DashboardChild } from '../../cmd/dashboard/dashboard-child.ts';
import { storyLog } from '../cmd/dashboard/story-log.ts';
import { randomFrom } from '../support/random.ts';
import type { Load } from './loads.ts';
import { Visitor, type VisitSum } from './visitor.ts';

export interface AttackSum extends VisitSum {
  /** The high-water mark of the dashboard's process; NaN without `/proc`. */
  readonly peakBytes: number;
  /** Whether it still answers when the load is over. */
  readonly isAlive: boolean;
}

/** Starts the dashboard as a run does, lays a load on it while somebody visits the page, and measures. */
export async function attack({ apply }: Load, scale: number, seed: number): Promise<AttackSum> {
  const folder = mkdtempSync(join(tmpdir(), 'codefang-attack-'));
  const log = join(folder, 'run.ndjson');
  writeFileSync(log, storyLog({ chunkCount: 300 }));
  const dashboard = await DashboardChild.start(log);
  if (dashboard === undefined) throw new Error('Cannot attack the dashboard: it did not start');
  try {
    const port = Number(new URL(dashboard.address).port);
    const visitor = new Visitor(port);
    visitor.start();
    await apply({ port, log, scale, random: randomFrom(seed) });
    const sum = await visitor.stop();
    const isAlive = await answers(dashboard.address);
    return { ...sum, isAlive, peakBytes: peakOf(dashboard.pid) };
  } finally {
    await dashboard.close({ output: '', isServed: false, log: '' });
    rmSync(folder, { recursive: true });
  }
}

async function answers(address: string): Promise<boolean> {
  try {
    const response = await fetch(address);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

function peakOf(pid: number | undefined): number {
  const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'latin1') : '';
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}
