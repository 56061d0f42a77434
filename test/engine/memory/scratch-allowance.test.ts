import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { MiB } from '../../../engine/base/index.ts';
import { ObjectScratch } from '../../../engine/git/index.ts';
import { ScratchAllowance } from '../../../engine/memory/index.ts';

const limits = { ownBytes: 1000, sharedBytes: 5000, purpose: 'read', budgetBytes: 100 * MiB, budgetPerByte: 2 };

describe('ScratchAllowance', () => {
  test('counts what is held, and is overdrawn above its own bytes only', () => {
    const allowance = new ScratchAllowance(limits);
    allowance.resize(0, 1000);
    expect([allowance.heldBytes, allowance.isOverdrawn]).toEqual([1000, false]);
    allowance.resize(0, 1);
    expect(allowance.isOverdrawn).toBe(true);
    expect(allowance.settle()).toBe(false);
    allowance.resize(1, 0);
    expect(allowance.settle()).toBe(true);
    expect(allowance.isOverdrawn).toBe(false);
  });

  test('refuses what does not fit before it is counted, and names a budget that has room', () => {
    const allowance = new ScratchAllowance(limits);
    allowance.resize(0, 6000);
    const refusal = thrownBy(() => allowance.resize(0, 4 * MiB));
    expect(refusal).toMatchObject({ code: 'BUDGET' });
    // What is missing and as much again as is held, twice as a byte of budget gives half a byte.
    expect((refusal as Error).message).toContain('use --memory-budget 117MiB or more');
    expect(allowance.heldBytes).toBe(6000);
  });

  test('gives its turn back after a failure, whatever it holds', () => {
    const turn = new Int32Array(new SharedArrayBuffer(4));
    const allowance = new ScratchAllowance({ ...limits, turn });
    allowance.resize(0, 3000);
    expect(thrownBy(() => allowance.resize(0, 9000))).toMatchObject({ code: 'BUDGET' });
    expect([turn[0], allowance.settle()]).toEqual([1, false]);
    allowance.giveBack();
    expect([turn[0], allowance.isOverdrawn]).toEqual([0, false]);
  });

  test('is tight from two thirds of its own bytes on, or of 32 MiB where there is more', () => {
    const allowance = new ScratchAllowance(limits);
    allowance.resize(0, 660);
    expect(allowance.isTight).toBe(false);
    allowance.resize(0, 10);
    expect(allowance.isTight).toBe(true);
    const unlimited = new ScratchAllowance();
    unlimited.resize(0, 21 * MiB);
    expect(unlimited.isTight).toBe(false);
    unlimited.resize(0, MiB);
    expect(unlimited.isTight).toBe(true);
  });

  test('adds up what was let go of until it was collected', () => {
    const allowance = new ScratchAllowance();
    allowance.resize(0, 100);
    allowance.resize(100, 300);
    allowance.resize(300, 0);
    expect(allowance.deadBytes).toBe(400);
    allowance.collected();
    expect(allowance.deadBytes).toBe(0);
  });

  test('without limits never refuses', () => {
    const allowance = new ScratchAllowance();
    allowance.resize(0, 2 ** 40);
    expect(allowance.isOverdrawn).toBe(false);
  });

  test('a buffer that only shrinks is never refused', () => {
    const allowance = new ScratchAllowance({ ...limits, sharedBytes: 0 });
    allowance.resize(0, 1000);
    allowance.resize(500, 400);
    expect(allowance.heldBytes).toBe(900);
  });

  test('threads take turns in the shared bytes', async () => {
    const turn = new Int32Array(new SharedArrayBuffer(4));
    const allowance = new ScratchAllowance({ ...limits, turn });
    allowance.resize(0, 3000);
    const other = new Worker(otherThread, { eval: true, workerData: { ...limits, turn, door } });
    const said: string[] = [];
    other.on('message', (word: string) => void said.push(word));
    while (!said.includes('asking')) await pause();
    for (let turns = 0; turns < 10; turns += 1) await pause();
    expect(said).toEqual(['asking']);
    allowance.resize(3000, 0);
    allowance.settle();
    while (!said.includes('done')) await pause();
    await other.terminate();
    expect(turn[0]).toBe(0);
  });
});

describe('ObjectScratch with an allowance', () => {
  test('charges what it holds, through growth, release and discard', () => {
    const allowance = new ScratchAllowance();
    const scratch = new ObjectScratch(1024, allowance);
    scratch.reserve(5000);
    expect(allowance.heldBytes).toBe(scratch.bytes.length);
    scratch.reserve(3 * MiB + 1);
    expect([allowance.heldBytes, scratch.bytes.length]).toEqual([3 * MiB + 1, 3 * MiB + 1]);
    scratch.release(1024);
    expect(allowance.heldBytes).toBe(1024);
    scratch.discard();
    expect(allowance.heldBytes).toBe(0);
  });

  test('keeps its buffer when growth is refused', () => {
    const scratch = new ObjectScratch(1000, new ScratchAllowance(limits));
    expect(thrownBy(() => scratch.reserve(MiB))).toMatchObject({ code: 'BUDGET' });
    expect(scratch.bytes.length).toBe(1000);
  });
});

const door = new URL('../../../engine/memory/index.js', import.meta.url).href;

const otherThread = `
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData.door).then(({ ScratchAllowance }) => {
    const allowance = new ScratchAllowance(workerData);
    parentPort.postMessage('asking');
    allowance.resize(0, 2000);
    allowance.resize(2000, 0);
    allowance.settle();
    parentPort.postMessage('done');
  });`;

async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5));
}

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
