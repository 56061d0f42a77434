import { appendFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { storyLog, storyStart } from '../cmd/dashboard/story-log.ts';
import { RawClient, requestText } from './raw-client.ts';

export interface Target {
  readonly port: number;
  /** The log that the dashboard follows. */
  readonly log: string;
  /** 1 is the whole load of issue and document, less a part of it. */
  readonly scale: number;
  readonly random: () => number;
}

export interface Load {
  readonly name: string;
  readonly apply: (target: Target) => Promise<void>;
}

/** What a hostile or clumsy program of this machine may do to a dashboard. */
export const loads: readonly Load[] = [
  { name: '100,000 requests, 16 at once', apply: manyRequests },
  { name: '100,000 connections, one request each', apply: manyConnections },
  { name: '90 clients that ask for 50 pages and 200 metrics, and read nothing', apply: pipeliners },
  { name: '200 watchers that read nothing, 60 runs and 30 MB of log', apply: slowWatchers },
  { name: '90 readers that take a sip now and then', apply: sippers },
  { name: '200 connections that send a header byte a second', apply: slowHeaders },
  { name: '2,000 odd requests', apply: oddRequests },
];

const paths = ['/', '/metrics', '/nothing', '/?a=b'] as const;

async function manyRequests({ port, scale, random }: Target): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  await inParallel(16, Math.ceil(100_000 * scale), () => ask(port, pathOf(random), agent));
  agent.destroy();
}

async function manyConnections({ port, scale, random }: Target): Promise<void> {
  await inParallel(16, Math.ceil(100_000 * scale), () => ask(port, pathOf(random), false));
}

async function pipeliners({ port, scale }: Target): Promise<void> {
  const text = requestText(port, '/').repeat(50) + requestText(port, '/metrics').repeat(200);
  await withClients(port, 90, async (clients) => {
    for (const client of clients) client.send(text);
    await sleep(10_000 * scale);
  });
}

async function slowWatchers({ port, log, scale }: Target): Promise<void> {
  await withClients(port, 200, async (clients) => {
    for (const client of clients) client.send(requestText(port, '/events'));
    for (let run = 0; run < 60 * scale; run += 1) {
      const story = { chunkCount: 350, runId: `run-${run}`, startedAt: storyStart + run * 400_000 };
      appendFileSync(log, storyLog(story));
      await sleep(150);
    }
    await sleep(5000 * scale);
  });
}

async function sippers({ port, scale }: Target): Promise<void> {
  await withClients(port, 90, async (clients) => {
    for (const client of clients) client.send(requestText(port, '/'));
    for (let turn = 0; turn < 100 * scale; turn += 1) {
      for (const client of clients) client.sip();
      await sleep(200);
    }
  });
}

async function slowHeaders({ port, scale }: Target): Promise<void> {
  await withClients(port, 200, async (clients) => {
    for (const client of clients) client.send(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Slow: `);
    for (let turn = 0; turn < 20 * scale; turn += 1) {
      for (const client of clients) client.send('a');
      await sleep(1000);
    }
  });
}

/** Bombs of headers and addresses, smuggled lengths, upgrades, bodies without end, nonsense. */
async function oddRequests({ port, scale, random }: Target): Promise<void> {
  const host = `Host: 127.0.0.1:${port}\r\n`;
  const odd = [
    `GET / HTTP/1.1\r\n${host}${'X: y\r\n'.repeat(5000)}\r\n`,
    `GET /${'a'.repeat(60_000)} HTTP/1.1\r\n${host}\r\n`,
    `POST / HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n`,
    `POST / HTTP/1.1\r\n${host}Content-Length: 1000000000\r\n\r\n${'z'.repeat(100_000)}`,
    `GET / HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    `GET /events HTTP/1.1\r\n${host}Last-Event-ID: ${'9'.repeat(9000)}\r\n\r\n`,
    `CONNECT x:1 HTTP/1.1\r\n${host}\r\n`,
    `GET / HTTP/1.1\r\n${host}Expect: 100-continue\r\n\r\n`,
    '\0'.repeat(1000),
  ];
  await inParallel(16, Math.ceil(2000 * scale), async () => {
    using client = new RawClient(port);
    client.drink();
    client.send(odd[Math.floor(random() * odd.length)]!);
    await sleep(20 + random() * 40);
  });
}

function pathOf(random: () => number): string {
  return paths[Math.floor(random() * paths.length)]!;
}

async function ask(port: number, path: string, agent: Agent | false): Promise<void> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path, agent }, (response) => {
      response.resume();
      response.on('error', () => {});
      response.on('close', resolve);
    });
    asked.on('error', () => resolve());
    asked.end();
  });
}

async function inParallel(width: number, count: number, act: () => Promise<void>): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await act();
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
}

async function withClients(port: number, count: number, act: (clients: RawClient[]) => Promise<void>): Promise<void> {
  const clients = Array.from({ length: count }, () => new RawClient(port));
  try {
    await act(clients);
  } finally {
    for (const client of clients) client[Symbol.dispose]();
  }
}

function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
