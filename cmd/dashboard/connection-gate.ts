import type { Socket } from 'node:net';

/** What a connection is at, the least worth keeping first: nothing asked yet, an answer under way, watching. */
export type Standing = 'asking' | 'taking' | 'watching';

export const connectionCountMax = 128;
const worth: Readonly<Record<Standing, number>> = { asking: 0, taking: 1, watching: 2 };
/** How long a client may take to ask, and to take an answer. Who watches may do so for ever. */
const patienceMs: Readonly<Record<Standing, number>> = { asking: 5000, taking: 20_000, watching: Infinity };

interface Place {
  standing: Standing;
  since: number;
  readonly isLocal: boolean;
}

/**
 * Which connections are kept. Whoever comes when all places are taken gets the place of the one that is least worth
 * keeping, the oldest of them: so nobody can keep new visitors out by holding connections. Another machine never
 * takes the place of a client of this one.
 * BOUNDED BY: 128 connections, each for a limited time unless it watches, of which there are few.
 */
export class ConnectionGate {
  /** In the order of their age. */
  readonly #places = new Map<Socket, Place>();

  get count(): number {
    return this.#places.size;
  }

  admit(socket: Socket): void {
    const isLocal = isOfThisMachine(socket.remoteAddress ?? '');
    if (this.#places.size >= connectionCountMax && !this.#makeRoom(isLocal)) {
      socket.destroy();
      return;
    }
    this.#places.set(socket, { standing: 'asking', since: performance.now(), isLocal });
    socket.on('close', () => void this.#places.delete(socket));
  }

  standing(socket: Socket): Standing | undefined {
    return this.#places.get(socket)?.standing;
  }

  move(socket: Socket, standing: Standing): void {
    const place = this.#places.get(socket);
    if (place === undefined) return;
    place.standing = standing;
    place.since = performance.now();
  }

  /** Ends the connections whose time is over. */
  sweep(): void {
    const now = performance.now();
    for (const [socket, { standing, since }] of this.#places) {
      if (now - since > patienceMs[standing]) this.#end(socket);
    }
  }

  #makeRoom(isLocal: boolean): boolean {
    let least: Socket | undefined;
    let leastWorth = Number.POSITIVE_INFINITY;
    for (const [socket, place] of this.#places) {
      const itsWorth = worthOf(place);
      if (itsWorth >= leastWorth || (place.isLocal && !isLocal)) continue;
      least = socket;
      leastWorth = itsWorth;
    }
    if (least === undefined) return false;
    this.#end(least);
    return true;
  }

  #end(socket: Socket): void {
    this.#places.delete(socket);
    socket.destroy();
  }
}

/** All of other machines before the first of this one. */
function worthOf({ standing, isLocal }: Place): number {
  return worth[standing] + (isLocal ? 3 : 0);
}

function isOfThisMachine(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}
