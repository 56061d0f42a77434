import type { Cell, CellRecord, Section } from '../contract.ts';

/** Something in a report that is worth acting on, or worth knowing. */
export interface Finding extends CellRecord {
  /** What kind it is: a word for scripts, the same in every report. */
  readonly id: string;
  /** From 1, the weightiest first. */
  readonly rank: number;
  readonly severity: 'high' | 'medium' | 'low';
  /** What it is about: people, activity, age, coupling, hotspots. */
  readonly topic: string;
  readonly title: string;
  readonly text: string;
  /** What can be done. */
  readonly advice: string;
  /** When it is found, and how it is weighed. */
  readonly rule: string;
  /** Numbers of the text that no row has. */
  readonly figures: CellRecord;
  readonly evidence: readonly Evidence[];
}

/** A row on which a finding rests: some of its cells, by column. A long text has lost its middle. */
export interface Evidence extends CellRecord {
  readonly analyzer: string;
  readonly section: string;
  readonly row: CellRecord;
}

/** Where the findings of a report come from: they are found while its rows go by, or were stored with it. */
export interface FindingsSource {
  /** What takes the rows of a section. */
  viewsOf(analyzerId: string, section: Section): readonly ((cells: readonly Cell[]) => void)[];
  /** Undefined for a report that was stored without any. REQUIRES: all rows have gone by. */
  findings(): readonly Finding[] | undefined;
}
