import { orderOf, repositoryFace } from '../../analysis/internal.ts';
import { CodefangError, plainPaint } from '../../engine/index.ts';
import { colorPaint } from '../color-paint.ts';
import { openPage } from '../open-page.ts';
import type { RunRequest } from '../run-request.ts';
import { checkTable } from './check-table.ts';
import { openOutputs } from './open-outputs.ts';
import type { RunSurroundings } from './run-surroundings.ts';
import { watchedAnalysis } from './watched-analysis.ts';

/** `codefang run`: an analysis and its reports, with progress, signals and telemetry around them. */
export async function run(request: RunRequest, around: RunSurroundings): Promise<void> {
  checkOpen(request);
  for (const { table, compat } of request.targets) if (compat === undefined) checkTable(table, request.perCommit);
  const order = orderOf(request);
  // Refuses before hours of work what cannot be written after them.
  const outputs = await openOutputs(request.targets);
  const face = repositoryFace(request);
  try {
    await watchedAnalysis(request, order, around, async (analysis) => {
      for (const { format, output, target } of outputs) {
        const { table, color } = target;
        const paint = color ? colorPaint : plainPaint;
        await analysis.writeTo(format, output, { table, widthMax: around.textWidth, paint, face });
      }
      const page = pageOf(request);
      if (request.open && page !== undefined) openPage(page, around.note);
    });
  } finally {
    for (const { output } of outputs) output.abandon();
  }
}

function checkOpen(request: RunRequest): void {
  if (!request.open || pageOf(request) !== undefined) return;
  const state = 'only a page in a file can be opened, expected -o FILE.html';
  throw new CodefangError('USAGE', `Cannot use --open: ${state}`);
}

function pageOf({ targets }: RunRequest): string | undefined {
  return targets.find(({ format, path }) => format === 'html' && path !== undefined)?.path;
}
