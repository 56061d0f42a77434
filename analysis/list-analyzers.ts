import { registry } from '../analyzers/index.ts';
import { type AnalyzerOption, describeTables, type TableDescription } from '../engine/index.ts';

/** What can be analysed, and what comes of it. */
export interface AnalyzerSummary {
  /** Such as `history/devs`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Left out unless it is asked for by name or glob. */
  readonly isOptional: boolean;
  /** What `analyzerOptions` may say of it. */
  readonly options: readonly AnalyzerOption[];
  /** Its tables in the order of the report, with their columns. */
  readonly tables: readonly TableDescription[];
}

/** Every analyzer, in the order of the report. */
export function listAnalyzers(): AnalyzerSummary[] {
  return registry.map((definition) => {
    const { id, title, description, isOptional = false, options } = definition;
    return { id, title, description, isOptional, options, tables: describeTables(definition) };
  });
}
