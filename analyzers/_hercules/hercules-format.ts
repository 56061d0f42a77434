import { CodefangError, type ReportFormat } from '../../engine/index.ts';
import { HerculesWriter } from './hercules-writer.ts';

/** The YAML that labours, the plotter of hercules, reads. */
export const herculesFormat: ReportFormat = {
  name: 'yaml',
  description: 'the YAML of hercules',
  extension: 'yaml',
  isText: true,
  needs: 'stream',
  checkTable(name) {
    throw new CodefangError('USAGE', `Cannot write table "${name}" alone: hercules has one document, expected -o FILE`);
  },
  create(output, { face }) {
    if (output.kind === 'stream') return new HerculesWriter(output, face?.title ?? '');
    throw new CodefangError(
      'USAGE',
      'Cannot write hercules to a directory: it makes one file, expected a file or stdout',
    );
  },
};
