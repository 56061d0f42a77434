import { CodefangError, type ReportFormat } from '../../engine/index.ts';
import { TheseusWriter } from './theseus-writer.ts';

/** The JSON files that the plots of git-of-theseus read. */
export const theseusFormat: ReportFormat = {
  name: 'json',
  description: 'the JSON files of git-of-theseus',
  extension: 'json',
  isText: true,
  needs: 'directory',
  checkTable(name) {
    const state = 'git-of-theseus has files that belong together, expected -o DIR';
    throw new CodefangError('USAGE', `Cannot write table "${name}" alone: ${state}`);
  },
  create(output) {
    if (output.kind === 'directory') return new TheseusWriter(output);
    throw new CodefangError(
      'USAGE',
      'Cannot write git-of-theseus to a stream: it makes several files, expected -o DIR',
    );
  },
};
