import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { connectionCountMax, ConnectionGate } from '../../../cmd/dashboard/connection-gate.ts';

class FakeSocket extends EventEmitter {
  isDestroyed = false;
  readonly remoteAddress: string;

  constructor(remoteAddress = '127.0.0.1') {
    super();
    this.remoteAddress = remoteAddress;
  }

  destroy(): void {
    this.isDestroyed = true;
    this.emit('close');
  }

  get socket(): Socket {
    return this as unknown as Socket;
  }
}

function admitted(gate: ConnectionGate, count: number, address?: string): FakeSocket[] {
  const made = Array.from({ length: count }, () => new FakeSocket(address));
  for (const { socket } of made) gate.admit(socket);
  return made;
}

const goneOf = (sockets: readonly FakeSocket[]): boolean[] => sockets.map(({ isDestroyed }) => isDestroyed);

describe('ConnectionGate', () => {
  test('gives the place of the oldest that has asked nothing, then of the oldest that takes an answer', () => {
    const gate = new ConnectionGate();
    const watching = admitted(gate, 2);
    const taking = admitted(gate, connectionCountMax - 4);
    const asking = admitted(gate, 2);
    for (const { socket } of watching) gate.move(socket, 'watching');
    for (const { socket } of taking) gate.move(socket, 'taking');
    for (let count = 0; count < 3; count += 1) gate.move(admitted(gate, 1)[0]!.socket, 'taking');
    expect(goneOf(watching)).toEqual([false, false]);
    expect(goneOf(asking)).toEqual([true, true]);
    expect(goneOf(taking).slice(0, 2)).toEqual([true, false]);
    expect(gate.count).toBe(connectionCountMax);
  });

  test('never gives the place of a client of this machine to one of another', () => {
    const gate = new ConnectionGate();
    const local = admitted(gate, connectionCountMax - 1);
    const [remote] = admitted(gate, 1, '192.0.2.1');
    gate.move(remote!.socket, 'watching');
    const [late] = admitted(gate, 1, '::1');
    expect(goneOf([remote!, late!])).toEqual([true, false]);
    const [other] = admitted(gate, 1, '192.0.2.2');
    expect(other!.isDestroyed).toBe(true);
    expect(goneOf(local).includes(true)).toBe(false);
  });

  test('forgets connections that close', () => {
    const gate = new ConnectionGate();
    for (const socket of admitted(gate, 5, '::ffff:127.0.0.1')) socket.destroy();
    expect(gate.count).toBe(0);
  });
});
