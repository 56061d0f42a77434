import { CodefangError, type ReportFormat, type ReportOutput, type StreamOutput } from '../../engine/index.ts';
import { markdownLines } from './markdown-lines.ts';
import { type ChangedOptions, SummaryBuilder } from './summary-builder.ts';
import { SummaryWriter } from './summary-writer.ts';
import { textLines } from './text-lines.ts';

/** Wider lines are hard to read. */
const widthMax = 100;
/** Narrower terminals wrap. */
const widthMin = 40;

/**
 * The formats of one screen: for a terminal, and for the places that show Markdown. `changedOptions` names the options
 * that are not the usual ones.
 */
export function summaryFormatsWith(changedOptions: ChangedOptions): ReportFormat[] {
  return [textFormat(changedOptions), markdownFormat(changedOptions)];
}

function textFormat(changedOptions: ChangedOptions): ReportFormat {
  return {
    name: 'text',
    description: 'a summary for people, of at most 60 lines',
    extension: 'txt',
    isText: true,
    needs: 'stream',
    create(output, { widthMax: width, paint, face }) {
      const columns = Math.min(widthMax, Math.max(widthMin, width));
      const builder = new SummaryBuilder(face?.title, changedOptions);
      return new SummaryWriter(streamOf(output), builder, (summary) => textLines(summary, columns, paint));
    },
  };
}

function markdownFormat(changedOptions: ChangedOptions): ReportFormat {
  return {
    name: 'markdown',
    aliases: ['md'],
    description: 'the summary for a pull request or a job summary',
    extension: 'md',
    isText: true,
    needs: 'stream',
    create: (output, { face }) =>
      new SummaryWriter(streamOf(output), new SummaryBuilder(face?.title, changedOptions), markdownLines),
  };
}

function streamOf(output: ReportOutput): StreamOutput {
  if (output.kind === 'stream') return output;
  const state = 'the format makes one file, expected a file or stdout';
  throw new CodefangError('USAGE', `Cannot write a directory: ${state}`);
}
