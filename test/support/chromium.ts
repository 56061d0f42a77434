import { existsSync } from 'node:fs';

/** As much of playwright-core as the tests of pages use. */
export interface TestPage {
  goto(url: string): Promise<unknown>;
  evaluate<Result>(script: string): Promise<Result>;
  click(selector: string): Promise<void>;
  fill(selector: string, text: string): Promise<void>;
  readonly mouse: { click(x: number, y: number): Promise<void> };
  hover(selector: string, options?: { readonly position: { readonly x: number; readonly y: number } }): Promise<void>;
  emulateMedia(options: { readonly media: 'print' | 'screen' }): Promise<void>;
  waitForTimeout(durationMs: number): Promise<void>;
  textContent(selector: string): Promise<string | null>;
  on(event: 'console', listener: (message: { type(): string; text(): string }) => void): void;
  on(event: 'pageerror', listener: (error: Error) => void): void;
  on(event: 'request', listener: (request: { url(): string }) => void): void;
  close(): Promise<void>;
}

export interface TestBrowser {
  newPage(options: {
    readonly viewport: { readonly width: number; readonly height: number };
    readonly colorScheme: 'dark' | 'light';
  }): Promise<TestPage>;
  close(): Promise<void>;
}

interface Launcher {
  readonly chromium: {
    launch(options: { readonly executablePath: string; readonly args: string[] }): Promise<TestBrowser>;
  };
}

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A headless Chromium of the system, or why there is none. */
export async function launchChromium(): Promise<TestBrowser | string> {
  const executablePath = [process.env['CHROMIUM_PATH'] ?? '', ...places].find(
    (path) => path !== '' && existsSync(path),
  );
  if (executablePath === undefined) return `needs Chromium in ${places.join(', ')} or CHROMIUM_PATH`;
  const name = 'playwright-core';
  try {
    const { chromium } = (await import(name)) as Launcher;
    return await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  } catch (error) {
    return `Chromium does not start: ${String(error).split('\n')[0]}`;
  }
}
