import { CodefangError, type ReportFormat } from '../../engine/index.ts';
import { HtmlWriter, type PageAssets } from './html-writer.ts';

/** The format `html`: one page. `assets` gives what a page brings along, and is asked when one is made. */
export function pageFormat(assets: () => PageAssets): ReportFormat {
  return {
    name: 'html',
    aliases: ['plot'],
    description: 'one page with charts and tables that works offline',
    extension: 'html',
    isText: true,
    needs: 'stream',
    create(output, { face }) {
      if (output.kind === 'stream') return new HtmlWriter(output, assets(), face);
      const state = 'the format makes one file, expected a file or stdout';
      throw new CodefangError('USAGE', `Cannot write a directory: ${state}`);
    },
  };
}
