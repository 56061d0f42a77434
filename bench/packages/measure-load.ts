import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from '../speed/statistics.ts';

export interface LoadFigures {
  readonly loadMs: number;
  /** By how much the resident memory of a fresh process grew while it loaded the module. */
  readonly residentBytes: number;
}

const tries = 5;
const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Loads a module in fresh processes: medians of five.
 *
 * @param specifier a package, or a module of `dist/` such as `./dist/engine/spill/index.js`
 */
export function measureLoad(specifier: string, environment: Readonly<Record<string, string>> = {}): LoadFigures {
  const all = Array.from({ length: tries }, () => loadOnce(specifier, environment));
  const loadMs = median(all.map((one) => one.loadMs));
  return { loadMs, residentBytes: median(all.map((one) => one.residentBytes)) };
}

export function printLoad(specifier: string, environment: Readonly<Record<string, string>> = {}): void {
  const { loadMs, residentBytes } = measureLoad(specifier, environment);
  const size = `${(residentBytes / 2 ** 20).toFixed(1)} MiB resident`;
  process.stdout.write(`${`load ${specifier}`.padEnd(44)} ${loadMs.toFixed(0).padStart(10)} ms, ${size}\n`);
}

function loadOnce(specifier: string, environment: Readonly<Record<string, string>>): LoadFigures {
  const program = `
    const beforeBytes = process.memoryUsage.rss();
    const startedAt = performance.now();
    await import(${JSON.stringify(specifier)});
    const loadMs = performance.now() - startedAt;
    console.log(JSON.stringify({ loadMs, residentBytes: process.memoryUsage.rss() - beforeBytes }));`;
  const env = { ...process.env, ...environment };
  const words = ['--input-type=module', '-e', program];
  return JSON.parse(execFileSync(process.execPath, words, { cwd: root, env, encoding: 'utf8' })) as LoadFigures;
}
