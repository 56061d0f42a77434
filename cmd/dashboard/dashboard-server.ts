import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CodefangError } from '../../engine/index.ts';
import { EventStream } from './event-stream.ts';
import { hostInUrl, TrustedHosts } from './trusted-hosts.ts';
import type { ViewFeed } from './view-feed.ts';

/** Browsers open six connections to a host; more watchers than this are sent away. */
const watcherCountMax = 32;
const connectionCountMax = 96;
const pushMs = 500;
const beatMs = 15_000;

export interface DashboardServerOptions {
  readonly feed: ViewFeed;
  /** The page, whole. */
  readonly page: string;
  readonly pagePolicy: string;
  /** Prometheus' text format. */
  readonly metrics: () => Promise<{ readonly type: string; readonly text: string }>;
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Whether another port will do when this one is taken. */
  readonly mayMove: boolean;
}

/**
 * Shows a feed to browsers: three fixed addresses, nothing is looked up by a path.
 *
 *   /         the page          /events   what it shows, as it changes          /metrics   for Prometheus
 *
 * BOUNDED BY: 32 watchers with one event each, 96 connections.
 */
export class DashboardServer {
  readonly #options: DashboardServerOptions;
  readonly #server: Server;
  readonly #streams = new Set<EventStream>();
  readonly #id: string = randomBytes(6).toString('hex');
  #hosts: TrustedHosts | undefined;
  #pushTimer: NodeJS.Timeout | undefined;
  #beatTimer: NodeJS.Timeout | undefined;

  constructor(options: DashboardServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#server.maxConnections = connectionCountMax;
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
    return `http://${hostInUrl(host)}:${address.port}/`;
  }

  /** Something changed: watchers are notified soon, at most twice per second. */
  changed(): void {
    this.#pushTimer ??= setTimeout(() => {
      this.#pushTimer = undefined;
      this.#push();
    }, pushMs);
  }

  /** Sends the last state and closes all connections. */
  async close(): Promise<void> {
    clearInterval(this.#beatTimer);
    clearTimeout(this.#pushTimer);
    this.#push();
    for (const stream of this.#streams) stream.end();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    // Whoever does not take the end in time is cut off.
    const cut = setTimeout(() => this.#server.closeAllConnections(), pushMs);
    this.#server.closeIdleConnections();
    await closed;
    clearTimeout(cut);
  }

  #push(): void {
    if (this.#streams.size === 0) return;
    this.#options.feed.refresh();
    for (const stream of this.#streams) stream.push();
  }

  #listenOn(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, this.#options.host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url = '', headers } = request;
    if (this.#hosts?.trusts(headers.host, headers.origin) !== true) {
      sendText(response, 403, 'Not under this name, and not from another site.\n');
    } else if (method !== 'GET' && method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      sendText(response, 405, 'Only GET and HEAD are answered.\n');
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
    } else {
      sendText(response, 404, 'There are /, /events and /metrics.\n');
    }
  }

  #stream(request: IncomingMessage, response: ServerResponse): void {
    if (request.method === 'HEAD') return sendText(response, 200, '');
    if (this.#streams.size >= watcherCountMax) {
      return sendText(response, 503, 'Too many are watching.\n');
    }
    const lastEventId = String(request.headers['last-event-id'] ?? '');
    const stream = new EventStream(response, this.#options.feed, this.#id, lastEventId);
    this.#streams.add(stream);
    // Both events report a watcher that is gone, in any order.
    const forget = (): void => void this.#streams.delete(stream);
    response.on('close', forget);
    response.on('error', forget);
    this.#options.feed.refresh();
    stream.push();
  }

  async #sendMetrics(response: ServerResponse): Promise<void> {
    try {
      const { type, text } = await this.#options.metrics();
      send(response, 200, type, text);
    } catch (failure) {
      const state = failure instanceof Error ? failure.message : 'it failed';
      sendText(response, 500, `Cannot report metrics: ${state}\n`);
    }
  }
}

function sendText(response: ServerResponse, status: number, text: string): void {
  send(response, status, 'text/plain; charset=utf-8', text);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  response.end(body);
}

function refusal(host: string, port: number, cause: unknown): CodefangError {
  const code = (cause as NodeJS.ErrnoException).code ?? 'it failed';
  const message = `Cannot serve the dashboard on ${host}:${port}: ${code}, expected a free port of this machine`;
  return new CodefangError('IO', message, { cause });
}
