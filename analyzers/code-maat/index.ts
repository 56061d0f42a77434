import type {
  AnalyzerDefinition,
  AnalyzerRun,
  AnalyzerSetup,
  CommitView,
  FileChanges,
  ReportContext,
  Section,
  SubmoduleChanges,
} from '../../engine/index.ts';
import { ageSection } from './age-section.ts';
import { churnSections, identitySection, summarySection } from './commit-sections.ts';
import { communicationSection } from './communication-section.ts';
import { couplingSection } from './coupling-section.ts';
import { DatedRows } from './dated-rows.ts';
import { EntityAuthors } from './entity-authors.ts';
import { entitySections } from './entity-sections.ts';
import { type MaatOptions, maatOptions, readMaatOptions } from './maat-options.ts';
import { MaatRows, type RowFacts } from './maat-rows.ts';
import { messagesSection } from './messages-section.ts';
import { socSection } from './soc-section.ts';

/**
 * The analyses of code-maat as it defines them. Their input is the log `git log --no-merges --numstat --no-renames`: one
 * fact for each of its rows, out of which every table is made when it is read.
 */
export const codeMaat: AnalyzerDefinition = {
  id: 'compat/code-maat',
  title: 'Analyses of code-maat',
  description: 'The tables of code-maat, with its columns, thresholds, rounding and order',
  needs: ['changes', 'numstat'],
  isOptional: true,
  options: maatOptions,
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 32, aggregateBytesPerCommit: 512 },
  create: (setup) => new CodeMaatRun(setup),
};

class CodeMaatRun implements AnalyzerRun {
  readonly #options: MaatOptions;
  readonly #rows: RowFacts;

  constructor(setup: AnalyzerSetup) {
    this.#options = readMaatOptions(setup.options);
    this.#rows = setup.facts({
      name: 'rows',
      keys: ['place', 'path'],
      columns: { added: 'sum', removed: 'sum', binary: 'max' },
    });
  }

  fold({ place }: CommitView, changes: FileChanges, submodules: SubmoduleChanges): void {
    for (let at = 0; at < changes.count; at += 1) {
      const [added, removed] = [changes.added(at), changes.removed(at)];
      this.#rows.add(place, changes.pathId(at), 0, added, removed, Number(changes.isBinary(at)));
    }
    // A file that became a submodule has its lines in the other loop: git prints both in one row.
    for (let at = 0; at < submodules.count; at += 1) {
      this.#rows.add(place, submodules.pathId(at), 0, submodules.added(at), submodules.removed(at), 0);
    }
  }

  *report(context: ReportContext): Generator<Section> {
    const { analyses } = this.#options;
    for (const section of this.#sections(context)) {
      if (analyses.length === 0 || analyses.includes(section.name)) yield section;
    }
  }

  #sections(context: ReportContext): readonly Section[] {
    const options = this.#options;
    const rows = new MaatRows(this.#rows, context);
    const dated = new DatedRows(rows, context, options.expression);
    const byAuthor = new EntityAuthors(rows, context);
    return [
      summarySection(rows),
      couplingSection(rows, options, context),
      socSection(rows, options, context),
      communicationSection(rows, byAuthor, context),
      ...churnSections(rows, dated, context),
      ...entitySections({ rows, byAuthor, context }),
      ageSection({ rows, dated, now: options.now, context }),
      identitySection(rows, dated, context),
      ...(options.expression === undefined ? [] : [messagesSection(rows, dated, context)]),
    ];
  }
}
