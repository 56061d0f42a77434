/**
 * What the process of `codefang dashboard` holds once it has served its page and its data.
 *
 *   node dist/bench/costs/dashboard.js
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printCosts } from './cost-row.ts';

const requests = 20;
const folder = mkdtempSync(join(tmpdir(), 'codefang-costs-'));
const log = join(folder, 'log.ndjson');
writeFileSync(log, '');
const main = fileURLToPath(new URL('../../cmd/main.js', import.meta.url));
const child = spawn(process.execPath, [main, 'dashboard', '--port', '0', log], { stdio: ['ignore', 'pipe', 'pipe'] });
try {
  const address = await addressOf();
  for (let n = 0; n < requests; n += 1) await (await fetch(address)).arrayBuffer();
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))?.[1];
  printCosts([{ account: 'dashboard', what: `after ${requests} pages`, value: Number(peak) * 1024 }]);
} finally {
  child.kill();
  rmSync(folder, { recursive: true });
}

/** The address that it prints. */
async function addressOf(): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    const read = (bytes: Buffer): void => {
      text += bytes.toString('utf8');
      const address = /http:\/\/\S+/.exec(text)?.[0];
      if (address !== undefined) resolve(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', () => reject(new Error(`Cannot measure the dashboard: it ended\n${text}`)));
  });
}
