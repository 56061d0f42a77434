import { connect, type Socket } from 'node:net';

/** A connection of which each byte is in our hands. OWNS its socket. */
export class RawClient implements Disposable {
  readonly #socket: Socket;
  readonly closed: Promise<void>;
  isClosed = false;
  receivedBytes = 0;

  constructor(port: number) {
    this.#socket = connect({ host: '127.0.0.1', port });
    // A server that cuts an attacker off resets its connection.
    this.#socket.on('error', () => {});
    this.closed = new Promise((resolve) => this.#socket.on('close', () => resolve()));
    this.#socket.on('close', () => (this.isClosed = true));
    this.#socket.on('data', ({ length }) => (this.receivedBytes += length));
    this.#socket.pause();
  }

  send(text: string): void {
    if (!this.isClosed) this.#socket.write(text, 'latin1');
  }

  /** Reads for a moment, as much as comes, and stops again. */
  sip(): void {
    this.#socket.resume();
    setImmediate(() => this.#socket.pause());
  }

  drink(): void {
    this.#socket.resume();
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

/** A whole request as text. */
export function requestText(port: number, path: string, method = 'GET'): string {
  return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
}
