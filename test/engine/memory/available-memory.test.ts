import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { availableMemoryBytes } from '../../../engine/memory/index.ts';

const GiB = 2 ** 30;
const machineBytes = 8 * GiB;
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

test('availableMemoryBytes() is the machine without control groups', () => {
  expect(available('', {})).toBe(machineBytes);
  const none = { 'a/memory.max': 'max\n', 'memory.max': 'max\n' };
  expect(available('0::/a\n', none)).toBe(machineBytes);
});

test('availableMemoryBytes() takes the lowest limit of version 2 up the hierarchy', () => {
  const limits = {
    'a/b/memory.max': `${3 * GiB}\n`,
    'a/memory.max': `${2 * GiB}\n`,
    'memory.max': 'max\n',
  };
  expect(available('0::/a/b\n', limits)).toBe(2 * GiB);
  expect(available('0::/a/b\n', { ...limits, 'memory.max': `${GiB}\n` })).toBe(GiB);
  expect(available('0::/a/b\n', { 'unified/a/memory.max': `${GiB}\n` })).toBe(GiB);
});

test('availableMemoryBytes() takes the lowest limit of version 1, beside other controllers', () => {
  const groups = '5:cpu,cpuacct:/x\n4:memory:/a/b\n1:name=systemd:/\n0::/\n';
  const none = '9223372036854771712\n';
  const limits = {
    'memory/a/b/memory.limit_in_bytes': none,
    'memory/a/memory.limit_in_bytes': `${2 * GiB}\n`,
    'memory/memory.limit_in_bytes': none,
    'memory/x/memory.limit_in_bytes': '1\n',
  };
  expect(available(groups, limits)).toBe(2 * GiB);
  expect(available(groups, { 'memory/memory.limit_in_bytes': none })).toBe(machineBytes);
});

test('availableMemoryBytes() finds a container limit at the mounted root', () => {
  const limits = { 'memory/memory.limit_in_bytes': `${GiB}\n` };
  expect(available('4:memory:/docker/0123abcd\n', limits)).toBe(GiB);
  expect(available('0::/../../other\n', { 'memory.max': `${GiB}\n` })).toBe(GiB);
});

test('availableMemoryBytes() ignores what is not a limit', () => {
  const odd = { 'a/memory.max': 'garbage\n', 'memory.max': '-1\n' };
  expect(available('0::/a\nnonsense\n\n', odd)).toBe(machineBytes);
});

test('availableMemoryBytes() of this machine is a sane figure', () => {
  const bytes = availableMemoryBytes();
  expect(Number.isSafeInteger(bytes)).toBe(true);
  expect(bytes).toBeGreaterThan(2 ** 24);
});

/** The answer for a given /proc/self/cgroup and files below the control group root. */
function available(groups: string, files: Readonly<Record<string, string>>): number {
  const folder = mkdtempSync(join(tmpdir(), 'codefang-test-'));
  folders.push(folder);
  const groupRoot = join(folder, 'fs');
  const processGroupFile = join(folder, 'cgroup');
  writeFileSync(processGroupFile, groups);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(groupRoot, name)), { recursive: true });
    writeFileSync(join(groupRoot, name), text);
  }
  return availableMemoryBytes({ processGroupFile, groupRoot, machineBytes });
}
