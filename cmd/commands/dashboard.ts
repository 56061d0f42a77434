import { existsSync, writeFileSync } from 'node:fs';
import { CodefangError, keepYoungSpaceSmall, preferSmallHeap } from '../../engine/index.ts';
import { dashboardAssets } from '../../analysis/internal.ts';
import type { ChildMessage } from '../dashboard/dashboard-child.ts';
import { DashboardModel } from '../dashboard/dashboard-model.ts';
import { dashboardPage } from '../dashboard/dashboard-page.ts';
import { DashboardServer } from '../dashboard/dashboard-server.ts';
import { LogPlaces } from '../dashboard/log-places.ts';
import { LogWatch } from '../dashboard/log-watch.ts';
import { MetricsCache } from '../dashboard/metrics-cache.ts';
import { ParentRun } from '../dashboard/parent-run.ts';
import { ResultFile } from '../dashboard/result-file.ts';
import { isLoopback } from '../dashboard/trusted-hosts.ts';
import { ViewFeed } from '../dashboard/view-feed.ts';
import { openPage } from '../open-page.ts';
import type { Shell } from '../shell.ts';

export interface DashboardRequest {
  readonly logs: readonly string[];
  readonly host: string;
  /** 0 takes any. */
  readonly port: number;
  readonly mayMove: boolean;
  readonly isOpened: boolean;
  /** Belongs to the run that started it, and sends it the address. */
  readonly isWithParent: boolean;
  readonly shell: Shell;
}

/**
 * Writes the logs as one page that needs no server.
 *
 * @throws {CodefangError} NOT_FOUND for a log that is not there, IO when the page cannot be written
 */
export async function exportDashboard(logs: readonly string[], path: string, { version }: Shell): Promise<void> {
  for (const log of logs) {
    if (log !== '-' && !existsSync(log)) {
      throw new CodefangError('NOT_FOUND', `Cannot read log "${log}": nothing is there, expected a log or a folder`);
    }
  }
  const { feed, watch } = makeFeed({ logs, isFollowed: false, version, onChange: () => {} });
  await watch.start();
  const { html } = dashboardPage(dashboardAssets(), feed.view());
  try {
    writeFileSync(path, html);
  } catch (cause) {
    const message = `Cannot write the page "${path}": expected a file in a writable directory`;
    throw new CodefangError('IO', message, { cause });
  }
}

/** Serves until a signal comes, or as long as a run and its watchers want it. @throws {CodefangError} USAGE or IO */
export async function serveDashboard(request: DashboardRequest): Promise<void> {
  const { logs, shell, host, port, mayMove } = request;
  if (logs.includes('-')) {
    const state = 'standard input cannot be followed, expected files, or --export';
    throw new CodefangError('USAGE', `Cannot serve "-": ${state}`);
  }
  keepYoungSpaceSmall();
  preferSmallHeap();
  const page = dashboardPage(dashboardAssets(), undefined);
  let server: DashboardServer | undefined;
  const onChange = (): void => server?.changed();
  const { feed, watch } = makeFeed({ logs, isFollowed: true, version: shell.version, onChange });
  const result = new ResultFile();
  server = new DashboardServer({
    feed,
    page: Buffer.from(page.html),
    pagePolicy: page.policy,
    metrics: new MetricsCache(feed),
    result,
    host,
    port,
    mayMove,
  });
  const address = await server.listen();
  const parent = request.isWithParent ? new ParentRun({ feed, watch, server, result }) : undefined;
  announce(request, address);
  const reading = watch.start();
  await (parent?.ended() ?? signalled(shell));
  await reading;
  await watch.finish();
  await server.close();
}

interface FeedOptions {
  readonly logs: readonly string[];
  readonly isFollowed: boolean;
  readonly version: string;
  readonly onChange: () => void;
}

function makeFeed({ logs, isFollowed, version, onChange }: FeedOptions): { feed: ViewFeed; watch: LogWatch } {
  const model = new DashboardModel();
  const watch = new LogWatch({ places: new LogPlaces(logs), model, isFollowed, onChange });
  return { feed: new ViewFeed(model, watch, version), watch };
}

function announce({ host, isOpened, isWithParent, shell }: DashboardRequest, address: string): void {
  const note = (line: string): void => shell.writeErr(`codefang: ${line}\n`);
  if (isWithParent) process.send?.({ address } satisfies ChildMessage);
  else note(`dashboard on ${address}`);
  if (!isLoopback(host)) note(`anyone who can reach ${host} can read it`);
  if (isOpened) openPage(address, note);
}

function signalled({ signals }: Shell): Promise<void> {
  return new Promise<void>((resolve) => signals.open(() => resolve())).then(() => signals.close());
}
