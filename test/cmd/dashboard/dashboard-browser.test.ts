import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ScratchLogs } from '../../engine/logs/scratch-logs.ts';
import { launchChromium, type TestBrowser, type TestPage } from '../../support/chromium.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { storyLines, storyLog } from './story-log.ts';

const main = fileURLToPath(new URL('../../../cmd/main.js', import.meta.url));
const launched = await launchChromium();

interface Program {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  /** What was written to the standard error so far. */
  told(): string;
}

function codefang(...args: readonly string[]): Program {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  child.stderr!.on('data', (part) => (text += String(part)));
  return { child, ended: once(child, 'exit'), told: () => text };
}

async function until<Value>(read: () => Promise<Value> | Value, isWanted: (value: Value) => boolean): Promise<Value> {
  for (let tries = 0; ; tries += 1) {
    const value = await read();
    if (isWanted(value)) return value;
    if (tries === 300) throw new Error(`Waited in vain, at last for: ${String(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function addressOf({ told }: Program): Promise<string> {
  const text = await until(told, (line) => line.includes('http://'));
  return /http:\S+/.exec(text)![0];
}

async function isRefused(address: string): Promise<boolean> {
  try {
    await (await fetch(address)).arrayBuffer();
    return false;
  } catch {
    return true;
  }
}

describe('the dashboard in a browser', () => {
  const browser = launched as TestBrowser;
  beforeEach(({ skip }) => {
    if (typeof launched === 'string') skip(launched);
  });
  afterAll(async () => {
    if (typeof launched !== 'string') await browser.close();
  });

  async function open(url: string, width = 1280): Promise<{ readonly page: TestPage; readonly troubles: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: 'light' });
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('data:')) troubles.push(request.url());
    });
    await page.goto(url);
    return { page, troubles };
  }

  const textOf = (page: TestPage, selector: string): Promise<string> =>
    page.evaluate<string>(`document.querySelector('${selector}').textContent`);
  const headline = (page: TestPage): Promise<string> => textOf(page, 'h1');
  const badge = (page: TestPage): Promise<string> => textOf(page, '.badge');

  async function drawAll(page: TestPage): Promise<number> {
    await page.evaluate(`(async () => {
      document.querySelector('details').open = true;
      for (const card of document.querySelectorAll('figure.card')) {
        card.scrollIntoView({ behavior: 'instant' });
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
    })()`);
    return page.evaluate<number>(`[...document.querySelectorAll('.chart svg')].length`);
  }

  test('shows a real run from its start to its end', async () => {
    using fixture = GitFixture.init();
    for (let at = 0; at < 60; at += 1) {
      fixture.commit({ files: { [`file-${at % 7}.txt`]: `${'line\n'.repeat(at)}end\n` } });
    }
    const log = join(fixture.root, 'run.ndjson');
    const dashboard = codefang('dashboard', '--port', '0', log);
    const { page, troubles } = await open(await addressOf(dashboard));
    expect(
      await until(
        () => headline(page),
        (text) => text !== 'Waiting for the server',
      ),
    ).toBe('No run has begun yet');
    const places = ['--spill-dir', fixture.root, '--state-dir', join(fixture.root, 'state'), '--log-file', log];
    const output = ['--memory-budget', '400MiB', '-o', join(fixture.root, 'out.json')];
    const run = codefang('run', ...places, ...output, fixture.path);
    await run.ended;
    await until(
      () => headline(page),
      (text) => / done in /.test(text),
    );
    const figures = await page.evaluate<string>(`document.querySelector('.figures').textContent`);
    expect(figures).toContain('60 of 60 commits');
    expect(figures).toContain('of 400 MiB');
    // All but the cache: so small a history has no deltas.
    expect(await drawAll(page)).toBe(7);
    expect(await page.evaluate(`document.querySelector('#internals').textContent`)).toContain('checkpoint');
    expect(await textOf(page, '.stages')).toMatch(/^Read commits.*Analyse changes.*Write report/);
    expect(await textOf(page, '.ending')).toMatch(/^The run has finished\.Digest sha256:[0-9a-f]{64}$/);
    expect(await page.evaluate(`document.querySelectorAll('.warning').length`)).toBe(0);
    expect(troubles).toEqual([]);
    dashboard.child.kill('SIGTERM');
    await dashboard.ended;
    expect(dashboard.child.exitCode).toBe(0);
    await page.close();
  });

  test('follows a log, loses its server and comes back to a new one', async () => {
    using logs = new ScratchLogs();
    const lines = storyLines({ chunkCount: 6 });
    const log = logs.write('a.ndjson', lines.slice(0, 6).join(''));
    const first = codefang('dashboard', '--port', '0', log);
    const address = await addressOf(first);
    const { page } = await open(address);
    await until(
      () => headline(page),
      (text) => text === 'story: 17 % done, 5 s left',
    );
    logs.append('a.ndjson', lines.slice(6, 10).join(''));
    await until(
      () => headline(page),
      (text) => text === 'story: 33 % done, 4 s left',
    );
    expect(await badge(page)).toBe('live');
    first.child.kill('SIGKILL');
    await first.ended;
    await until(
      () => badge(page),
      (text) => text.startsWith('connection lost'),
    );
    expect(await headline(page)).toBe('story: 33 % done, 4 s left');
    logs.append('a.ndjson', lines.slice(10).join(''));
    const second = codefang('dashboard', '--port', new URL(address).port, log);
    await until(
      () => headline(page),
      (text) => text === 'story: done in 6 s',
    );
    second.child.kill('SIGTERM');
    await second.ended;
    await page.close();
  });

  test('shows an exported page from a file, runs side by side, and text of logs as text', async () => {
    using logs = new ScratchLogs();
    const evil = '<img src=x onerror="document.title=1"></script><script>document.title="owned"</script>';
    logs.write('a.ndjson', storyLog({ chunkCount: 3, runId: `1${evil}`, repository: evil }));
    logs.write('b.ndjson', storyLog({ chunkCount: 300, runId: '2', startedAt: 1_700_000_100_000 }));
    logs.write(`<b>bad.log`, 'no log\n'.repeat(3));
    const out = join(logs.path, 'page.html');
    const exported = codefang('dashboard', '--export', out, logs.path);
    await exported.ended;
    expect([exported.child.exitCode, exported.told()]).toEqual([0, '']);
    const { page, troubles } = await open(`file://${out}`, 390);
    await until(
      () => headline(page),
      (text) => text === 'story: done in 5:00',
    );
    expect(await drawAll(page)).toBe(10);
    expect(await page.evaluate(`document.querySelectorAll('#runs tbody tr').length`)).toBe(2);
    await page.evaluate(`document.querySelectorAll('#runs tbody button')[1].click()`);
    await until(
      () => headline(page),
      (text) => text.includes('script>: done in 3 s'),
    );
    expect(await page.evaluate(`document.querySelectorAll('img, main script').length`)).toBe(0);
    expect(await page.evaluate(`document.querySelector('.faults').textContent`)).toContain('<b>bad.log: Line 1');
    expect(await page.evaluate(`document.documentElement.scrollWidth`)).toBe(390);
    const nameless = `[...document.querySelectorAll('button, select, a, [role=img], section')].filter((one) =>
      !(one.textContent.trim() || one.getAttribute('aria-label') || one.getAttribute('aria-labelledby'))).length`;
    expect(await page.evaluate(nameless)).toBe(0);
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('draws each chart without being scrolled to, and says of none with data that it has none', async () => {
    using logs = new ScratchLogs();
    const out = join(logs.path, 'page.html');
    const exported = codefang('dashboard', '--export', out, logs.write('a.ndjson', storyLog({ chunkCount: 5 })));
    await exported.ended;
    const { page } = await open(`file://${out}`);
    const drawn = `[...document.querySelectorAll('main > section:not([hidden]) > .cards > figure')].map((card) =>
      card.querySelector('svg') !== null && card.querySelector('.empty').hidden)`;
    await until(
      () => page.evaluate<string>(`${drawn}.join()`),
      (text) => text === 'true,true,true',
    );
    await page.close();
  });

  test.for([390, 1400])(
    'at %i pixels, no part is wider than the page and all chapters can be reached',
    async (width) => {
      using logs = new ScratchLogs();
      logs.write('a.ndjson', storyLog({ chunkCount: 5 }));
      logs.write('b.ndjson', storyLog({ chunkCount: 7, runId: 'b', repository: '/a/very/long/'.repeat(9) }));
      const out = join(logs.path, 'page.html');
      await codefang('dashboard', '--export', out, logs.path).ended;
      const { page, troubles } = await open(`file://${out}`, width);
      await drawAll(page);
      expect(await page.evaluate(`document.documentElement.scrollWidth`)).toBe(width);
      const cut = `[...document.querySelectorAll('nav a')].filter((link) => {
      const { left, right, height } = link.getBoundingClientRect();
      return left < 0 || right > innerWidth || height === 0;
    }).length`;
      expect(await page.evaluate(cut)).toBe(0);
      await page.evaluate(`document.querySelector('details').open = false`);
      await page.click('nav a[href="#internals"]');
      expect(await page.evaluate(`document.querySelector('details').open`)).toBe(true);
      expect(troubles).toEqual([]);
      await page.close();
    },
  );

  test('beside a run, stays while its page is open, with the digest and the report', async () => {
    using fixture = GitFixture.init();
    for (let at = 0; at < 120; at += 1)
      fixture.commit({ files: { [`f-${at % 30}.txt`]: `${'a\n'.repeat(at)}${at}\n` } });
    const places = ['--spill-dir', fixture.root, '--state-dir', join(fixture.root, 'state')];
    const out = join(fixture.root, 'out.html');
    const run = codefang(
      'run',
      '--dashboard',
      '--workers',
      '0',
      ...places,
      '-o',
      out,
      '--format',
      'html',
      fixture.path,
    );
    const address = await addressOf(run);
    // The run waits until its page is there, however slow the browser starts.
    run.child.kill('SIGSTOP');
    const { page } = await open(address);
    await until(() => headline(page), Boolean);
    run.child.kill('SIGCONT');
    await run.ended;
    expect(run.child.exitCode).toBe(0);
    expect(run.told()).toContain(`the dashboard stays on ${address} while its page is open`);
    const isOver = (text: string): boolean => text.startsWith('The run has finished.Digest sha256:');
    const ending = (): Promise<string> => page.evaluate(`document.querySelector('.ending')?.textContent ?? ''`);
    expect(await until(ending, isOver)).toContain(`Report ${out}Open the report`);
    expect(await page.evaluate(`document.querySelectorAll('.warning').length`)).toBe(0);
    await page.goto(address);
    await until(ending, isOver);
    await page.goto(`${address}result`);
    expect(await page.evaluate<string>(`document.title`)).toContain('codefang');
    await page.close();
    await until(
      () => isRefused(address),
      (refused) => refused,
    );
  });

  test('beside a run, is told its end and goes with it', async () => {
    using fixture = GitFixture.init();
    for (let at = 0; at < 40; at += 1) fixture.commit({ files: { 'a.txt': `${at}\n` } });
    const places = ['--spill-dir', fixture.root, '--state-dir', join(fixture.root, 'state')];
    const output = ['--memory-report', '-o', join(fixture.root, 'o.json')];
    const run = codefang('run', '--dashboard', ...places, ...output, fixture.path);
    const address = await addressOf(run);
    await run.ended;
    expect(run.child.exitCode).toBe(0);
    expect(run.told()).toMatch(/^dashboard +80 MiB +80 MiB$/m);
    await expect(fetch(address)).rejects.toThrow();
  });
});
