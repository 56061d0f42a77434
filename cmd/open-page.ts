import { spawn } from 'node:child_process';

/** What shows a file to a person, by system. */
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/**
 * Shows a finished file in the browser and does not wait for it. `note` is called if there is nothing
 * to show it with; the file is there all the same.
 */
export function openPage(path: string, note: (line: string) => void): void {
  const [program, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, path], { detached: true, stdio: 'ignore' });
  child.on('error', (error) => note(`Cannot open ${path}: ${error.message}`));
  child.unref();
}
