import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { CodefangError, GarbageWatch, MiB } from '../../engine/index.ts';
import { ConnectionGate } from './connection-gate.ts';
import { EventStream } from './event-stream.ts';
import type { MetricsCache } from './metrics-cache.ts';
import type { ResultFile } from './result-file.ts';
import { send, sendText } from './send-answer.ts';
import { hostInUrl, TrustedHosts } from './trusted-hosts.ts';
import type { ViewFeed } from './view-feed.ts';

/** Of more watchers the one that takes nothing, else the oldest, is cut off; it comes back by itself. */
const watcherCountMax = 32;
/** Connections that wait to be taken; few, so that one that was taken is read before it is pushed out. */
const backlogCountMax = 48;
const headerBytesMax = 8192;
/** Buffers of dead connections are collected when they are as large as this. */
const garbageBytesMax = 3 * MiB;
/** What is left of requests is collected after this many; V8 by itself lets the heap grow first. */
const requestsPerCollection = 400;
const pushMs = 500;
const sweepMs = 1000;
const beatMs = 15_000;

export interface DashboardServerOptions {
  readonly feed: ViewFeed;
  /** The page, whole; all answers share its bytes. */
  readonly page: Buffer;
  readonly pagePolicy: string;
  /** Prometheus' text format. */
  readonly metrics: MetricsCache;
  readonly result: ResultFile;
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Whether another port will do when this one is taken. */
  readonly mayMove: boolean;
}

/**
 * Shows a feed to browsers: four fixed addresses, nothing is looked up by a path.
 *
 *   /         the page          /events   what it shows, as it changes
 *   /result   the page that the run wrote, if it did          /metrics   for Prometheus
 *
 * BOUNDED BY: 128 connections with one request each, 32 watchers with one event each.
 */
export class DashboardServer {
  readonly #options: DashboardServerOptions;
  readonly #server: Server;
  readonly #gate = new ConnectionGate();
  readonly #garbage = new GarbageWatch(garbageBytesMax);
  /** In the order in which they came. */
  readonly #streams = new Set<EventStream>();
  #hosts: TrustedHosts | undefined;
  #requestCount = 0;
  #pushTimer: NodeJS.Timeout | undefined;
  #beatTimer: NodeJS.Timeout | undefined;
  #sweepTimer: NodeJS.Timeout | undefined;
  /** Called when the last watcher is gone. */
  onUnwatched: () => void = () => {};

  constructor(options: DashboardServerOptions) {
    this.#options = options;
    const answer = (request: IncomingMessage, response: ServerResponse): void => this.#answer(request, response);
    this.#server = createServer({ maxHeaderSize: headerBytesMax }, answer);
    this.#server.on('connection', (socket: Socket) => this.#gate.admit(socket));
  }

  get watcherCount(): number {
    return this.#streams.size;
  }

  /** @returns the address of the page. @throws {CodefangError} IO when the port cannot be had */
  async listen(): Promise<string> {
    const { host, port, mayMove } = this.#options;
    try {
      await this.#listenOn(port);
    } catch (cause) {
      if (!mayMove || (cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw refusal(host, port, cause);
      await this.#listenOn(0);
    }
    const address = this.#server.address() as AddressInfo;
    this.#hosts = new TrustedHosts(host, address.port);
    this.#beatTimer = setInterval(() => {
      for (const stream of this.#streams) stream.beat();
    }, beatMs);
    this.#sweepTimer = setInterval(() => {
      this.#gate.sweep();
      this.#garbage.look();
    }, sweepMs);
    return `http://${hostInUrl(host)}:${address.port}/`;
  }

  /** Something changed: watchers are notified soon, at most twice per second. */
  changed(): void {
    this.#pushTimer ??= setTimeout(() => {
      this.#pushTimer = undefined;
      this.push();
    }, pushMs);
  }

  /** Notifies watchers now. */
  push(): void {
    if (this.#streams.size === 0) return;
    this.#options.feed.refresh();
    for (const stream of this.#streams) stream.push();
  }

  /** Sends the last state and closes all connections. */
  async close(): Promise<void> {
    clearInterval(this.#beatTimer);
    clearInterval(this.#sweepTimer);
    clearTimeout(this.#pushTimer);
    this.push();
    for (const stream of this.#streams) stream.end();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    // Whoever does not take the end in time is cut off.
    const cut = setTimeout(() => this.#server.closeAllConnections(), pushMs);
    this.#server.closeIdleConnections();
    await closed;
    clearTimeout(cut);
  }

  #listenOn(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, host: this.#options.host, backlog: backlogCountMax }, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { socket, method = '', url = '', headers } = request;
    // A request behind one that is not answered yet: no browser sends it, and answers would pile up.
    if (this.#gate.standing(socket) !== 'asking') {
      socket.destroy();
      return;
    }
    this.#requestCount += 1;
    if (this.#requestCount % requestsPerCollection === 0) this.#garbage.collect();
    else this.#garbage.look();
    this.#gate.move(socket, 'taking');
    response.on('finish', () => this.#gate.move(socket, 'asking'));
    if (this.#hosts?.trusts(headers.host, headers.origin) !== true) {
      sendText(response, 403, 'Not under this name, and not from another site.\n');
    } else if (method !== 'GET' && method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      sendText(response, 405, 'Only GET and HEAD are answered.\n');
    } else if ('transfer-encoding' in headers || (headers['content-length'] ?? '0') !== '0') {
      sendText(response, 413, 'Requests have no body here.\n');
    } else {
      this.#show(url.split('?', 1)[0] ?? '', request, response);
    }
  }

  #show(path: string, request: IncomingMessage, response: ServerResponse): void {
    if (path === '/') {
      response.setHeader('content-security-policy', this.#options.pagePolicy);
      send(response, 200, 'text/html; charset=utf-8', this.#options.page);
    } else if (path === '/events') {
      this.#stream(request, response);
    } else if (path === '/metrics') {
      void this.#sendMetrics(response);
    } else if (path === '/result') {
      this.#options.result.send(response);
    } else {
      sendText(response, 404, 'There are /, /events, /metrics and, after a run, /result.\n');
    }
  }

  #stream(request: IncomingMessage, response: ServerResponse): void {
    if (request.method === 'HEAD') return sendText(response, 200, '');
    if (this.#streams.size >= watcherCountMax) this.#cutOne();
    this.#gate.move(request.socket, 'watching');
    const stream = new EventStream(response, this.#options.feed, String(request.headers['last-event-id'] ?? ''));
    this.#streams.add(stream);
    // Both events report a watcher that is gone, in any order.
    const forget = (): void => this.#forget(stream);
    response.on('close', forget);
    response.on('error', forget);
    this.#options.feed.refresh();
    stream.push();
  }

  #cutOne(): void {
    const [oldest] = this.#streams;
    const cut = [...this.#streams].find(({ isBlocked }) => isBlocked) ?? oldest;
    if (cut === undefined) return;
    this.#streams.delete(cut);
    cut.cut();
  }

  #forget(stream: EventStream): void {
    if (this.#streams.delete(stream) && this.#streams.size === 0) this.onUnwatched();
  }

  async #sendMetrics(response: ServerResponse): Promise<void> {
    try {
      const { type, bytes } = await this.#options.metrics.read();
      send(response, 200, type, bytes);
    } catch (failure) {
      const state = failure instanceof Error ? failure.message : 'it failed';
      sendText(response, 500, `Cannot report metrics: ${state}\n`);
    }
  }
}

function refusal(host: string, port: number, cause: unknown): CodefangError {
  const code = (cause as NodeJS.ErrnoException).code ?? 'it failed';
  const message = `Cannot serve the dashboard on ${host}:${port}: ${code}, expected a free port of this machine`;
  return new CodefangError('IO', message, { cause });
}
