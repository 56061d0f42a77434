import { codeMaat, codeMaatFormat, hercules, herculesFormat, theseus, theseusFormat } from '../analyzers/index.ts';
import type { ReportFormat } from '../engine/index.ts';

/** A tool whose files a report can be written as. */
export type CompatName = 'code-maat' | 'theseus' | 'hercules';

export interface CompatFormat {
  readonly name: CompatName;
  /** What the files are called in messages. */
  readonly files: string;
  /** The analyzer that has all their numbers. */
  readonly analyzerId: string;
  readonly format: ReportFormat;
}

/** What `--compat` takes, in the order in which it is listed. */
export const compatFormats: readonly CompatFormat[] = [
  { name: 'code-maat', files: 'the tables of code-maat', analyzerId: codeMaat.id, format: codeMaatFormat },
  { name: 'theseus', files: 'the files of git-of-theseus', analyzerId: theseus.id, format: theseusFormat },
  { name: 'hercules', files: 'the document of hercules', analyzerId: hercules.id, format: herculesFormat },
];

export const compatNames: readonly CompatName[] = compatFormats.map(({ name }) => name);

export function compatFormatOf(name: CompatName): CompatFormat {
  return compatFormats.find((one) => one.name === name)!;
}
