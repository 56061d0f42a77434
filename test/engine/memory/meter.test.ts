import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { MemoryMeter } from '../../../engine/memory/index.ts';

const MiB = 2 ** 20;
const folder = mkdtempSync(join(tmpdir(), 'codefang-test-'));

afterAll(() => rmSync(folder, { recursive: true }));

test('MemoryMeter sees memory that is touched, and remembers its peak', () => {
  const meter = new MemoryMeter();
  const before = meter.rssBytes();
  const block = new Uint8Array(64 * MiB).fill(1);
  const during = meter.rssBytes();
  expect(during - before).toBeGreaterThan(48 * MiB);
  expect(during - before).toBeLessThan(160 * MiB);
  expect(meter.peakBytes()).toBeGreaterThanOrEqual(during);
  expect(block[1]).toBe(1);
  meter.close();
});

test('MemoryMeter agrees with what Node reports', () => {
  const meter = new MemoryMeter();
  const own = meter.rssBytes();
  expect(Math.abs(own - process.memoryUsage.rss())).toBeLessThan(8 * MiB);
  expect(meter.heapUsedBytes()).toBeGreaterThan(MiB);
  meter.close();
});

test('MemoryMeter reads pages, page size and high water as the kernel writes them', () => {
  const pageBytes = 65_536;
  const vector = Buffer.alloc(64);
  vector.writeBigUInt64LE(3n, 0);
  vector.writeBigUInt64LE(6n, 16);
  vector.writeBigUInt64LE(BigInt(pageBytes), 24);
  writeFileSync(join(folder, 'auxv'), vector);
  writeFileSync(join(folder, 'statm'), '99999 12 3 4 0 5 0\n');
  writeFileSync(join(folder, 'status'), 'Name:\tnode\nVmPeak:\t  99 kB\nVmHWM:\t     800 kB\n');
  const meter = new MemoryMeter(folder);
  expect(meter.rssBytes()).toBe(12 * pageBytes);
  expect(meter.peakBytes()).toBe(800 * 1024);
  writeFileSync(join(folder, 'statm'), '99999 20 3 4 0 5 0\n');
  expect(meter.rssBytes()).toBe(20 * pageBytes);
  expect(meter.peakBytes()).toBe(20 * pageBytes);
  meter.close();
});

test('MemoryMeter works where the kernel offers no files', () => {
  const meter = new MemoryMeter(join(folder, 'absent'));
  const rss = meter.rssBytes();
  expect(rss).toBeGreaterThan(10 * MiB);
  expect(meter.peakBytes()).toBeGreaterThanOrEqual(rss);
  meter.close();
});

test('MemoryMeter.close() gives its descriptors back and may be called twice', () => {
  const meter = new MemoryMeter();
  meter.close();
  meter.close();
  expect(meter.rssBytes()).toBeGreaterThan(10 * MiB);
});
