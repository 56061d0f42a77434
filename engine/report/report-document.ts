import type { CellRecord, Section } from '../contract.ts';

export const reportSchema = 'codefang.report.v1';

/**
 * What stands before the numbers, in the order of the document. Nothing of it may depend on clock
 * or machine.
 */
export interface ReportHead {
  readonly schema: typeof reportSchema;
  readonly tool: { readonly name: string; readonly version: string };
  readonly repository: { readonly head: string; readonly object_format: string };
  /** Every option that can change a number, thresholds included. */
  readonly options: CellRecord;
  readonly history: CellRecord;
  /** Whether anything is missing, and how often each kind of gap was met. */
  readonly completeness: CellRecord;
}

/** One analyzer's part of the document. Sections and their rows are read once, in order, lazily. */
export interface AnalyzerSections {
  readonly id: string;
  readonly sections: Iterable<Section>;
}

/** The members of the document before `analyzers`, in their order: the head of every format. */
export function headMembers(head: ReportHead): CellRecord {
  return {
    schema: head.schema,
    tool: { name: head.tool.name, version: head.tool.version },
    repository: { head: head.repository.head, object_format: head.repository.object_format },
    options: head.options,
    history: head.history,
    completeness: head.completeness,
  };
}
