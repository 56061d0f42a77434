import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChunkLog, openChunkLog, type SpillCleanupGuard } from '../../engine/index.ts';
import { engineCosts } from '../../planner/index.ts';
import { DashboardChild } from '../dashboard/dashboard-child.ts';
import type { RunEnding } from '../dashboard/dashboard-view.ts';
import { ExportedLog } from '../otel/exported-log.ts';
import { wantsOtel } from '../otel/wants-otel.ts';
import type { RunRequest } from '../run-request.ts';
import type { RunSurroundings } from './run-surroundings.ts';

/** Where a run tells what it does. */
export interface RunTelemetry {
  readonly log: ChunkLog;
  /** What child processes may hold; part of the budget. */
  readonly childBytes: number;
  /** @param isWritten whether the report is there */
  close(isWritten: boolean): Promise<void>;
}

/**
 * Opens the chunk log, and starts the dashboard that reads it. Without `--log-file` the dashboard
 * reads a log in the temporary folder, which goes with it.
 */
export async function openRunTelemetry(
  request: RunRequest,
  around: RunSurroundings,
  guard: SpillCleanupGuard,
): Promise<RunTelemetry> {
  const folder = request.dashboard && request.logFile === undefined ? temporaryFolder(guard) : undefined;
  const file = folder === undefined ? request.logFile : join(folder, 'run.ndjson');
  const runId = randomUUID();
  const lines = await openChunkLog({
    runId,
    file,
    stderrFormat: request.logFormat === 'json' ? 'json' : undefined,
    onError: (error) => around.note(error.message),
  });
  const log = await withExport(lines, runId, around);
  const dashboard = request.dashboard && file !== undefined ? await DashboardChild.start(file) : undefined;
  if (dashboard !== undefined) around.tell(`dashboard on ${dashboard.address}`);
  else if (request.dashboard) around.note('Cannot start the dashboard: the run continues without it');
  return {
    log,
    childBytes: dashboard === undefined ? 0 : engineCosts.dashboardBytes,
    async close(isWritten) {
      await log.close();
      const stays = (await dashboard?.close(endingOf(request, isWritten))) === true;
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
      if (stays) around.note(`the dashboard stays on ${dashboard?.address} while its page is open`);
      if (dashboard === undefined) return;
      if (request.logFile === undefined) around.note('to see a dashboard again later, run with --log-file run.ndjson');
      else around.note(`to see it again: codefang dashboard ${request.logFile}`);
    },
  };
}

/** What the dashboard shows once the run has ended. */
function endingOf({ targets, logFile = '' }: RunRequest, isWritten: boolean): RunEnding {
  const files = targets.filter(({ path }) => path !== undefined);
  const { path: output = '', format } = files.find((target) => target.format === 'html') ?? files[0] ?? {};
  return {
    output: isWritten ? output : '',
    isServed: isWritten && format === 'html' && statSync(output, { throwIfNoEntry: false })?.isFile() === true,
    log: logFile,
  };
}

/** OpenTelemetry as well, where the environment asks for it. A run never fails for it. */
async function withExport(log: ChunkLog, runId: string, around: RunSurroundings): Promise<ChunkLog> {
  if (!wantsOtel(process.env)) return log;
  try {
    const { openOtelExport } = await import('../otel/otel-export.ts');
    const { version } = around;
    const exported = await openOtelExport({ runId, version, environment: process.env });
    const onLoss = (): void => around.note('Some OpenTelemetry data was not sent: the collector did not accept it');
    return new ExportedLog(log, exported, onLoss);
  } catch (failure) {
    const isMissing = (failure as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    const state = isMissing ? `its packages are not installed, npm install ${otelPackages}` : String(failure);
    around.note(`Cannot use OTEL_EXPORTER_OTLP_ENDPOINT: ${state}`);
    return log;
  }
}

const otelPackages =
  '@opentelemetry/{api,resources,sdk-trace-base,sdk-metrics,exporter-trace-otlp-http,exporter-metrics-otlp-http}';

function temporaryFolder(guard: SpillCleanupGuard): string {
  const folder = mkdtempSync(join(tmpdir(), 'codefang-dashboard-'));
  guard.register({ cleanupSpills: () => rmSync(folder, { recursive: true, force: true }) });
  return folder;
}
