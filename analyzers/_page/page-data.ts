/**
 * What a page or a picture shows of a report: JSON blocks of bounded size, each under its name.
 *
 *   face       what stands beside the report: title and links
 *   head       the head of the report
 *   rows       rows of the table that comes next, when it is long; any number of these
 *   table      one a section: its columns, the rows that matter most, and how many there are
 *   burndown, activity, people, coupling, hotspots      what the charts of an analyzer draw
 *   overview   figures and findings of the first screen
 *   digest
 *
 * Text in it comes from the repository and is data, never markup. Times are seconds since 1970.
 */
import type { CellRecord, Column, ReportFace } from '../../engine/index.ts';

export interface PageBlocks {
  /** No part of the report: the name of the repository, and where it can be read. */
  readonly face: ReportFace;
  readonly head: CellRecord;
  readonly table: TableBlock;
  /** Rows of the table that comes next. */
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  readonly burndown: BurndownBlock;
  readonly activity: ActivityBlock;
  readonly people: PeopleBlock;
  readonly coupling: CouplingBlock;
  readonly hotspots: HotspotsBlock;
  readonly overview: OverviewBlock;
  readonly digest: string;
}

export interface TableBlock {
  readonly analyzer: string;
  readonly section: string;
  readonly title: string;
  readonly shape: 'table' | 'record';
  readonly columns: readonly Column[];
  /** Column of a record whose largest entries are one more cell of each row, as JSON; empty for none. */
  readonly detail: string;
  /** What charts and findings use: all, or those that `keep` tells. */
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  /** Rows of the report. */
  readonly rowCount: number;
  /** How many of the first rows stand in `rows` blocks before this one; 0 when `rows` has all. */
  readonly sentCount: number;
  /** Which rows these are: the first ones, the last ones, or those with the largest `measure`. */
  readonly keep: 'first' | 'last' | 'largest';
  readonly measure: string;
  readonly emptyBecause: string;
}

export interface BurndownBlock {
  /** Samples of the report; fewer are drawn. */
  readonly sampleCount: number;
  readonly sampledAt: readonly number[];
  readonly totals: readonly number[];
  /** When lines were written, oldest first, and their number at each sample. */
  readonly cohorts: readonly LineLayer[];
  /** How old lines were at each sample, youngest first. */
  readonly ages: readonly LineLayer[];
  /** Whose lines they were at each sample, the largest first and everyone else last; empty when not known. */
  readonly people: readonly LineLayer[];
  /** Lines that each cohort wrote, and what is left of them. */
  readonly written: readonly number[];
  readonly left: readonly number[];
  readonly survival: SurvivalBlock;
  /** Half of the lines at the end are younger; null without lines. */
  readonly medianAgeSeconds: number | null;
}

export interface LineLayer {
  readonly name: string;
  readonly lines: readonly number[];
}

/** Share of lines that still live at an age, by Kaplan and Meier (1958). */
export interface SurvivalBlock {
  readonly ageSeconds: readonly number[];
  readonly rates: readonly number[];
  /** Age at which half of the lines are gone; null when that was not seen. */
  readonly halfLifeSeconds: number | null;
}

export interface ActivityBlock {
  readonly unit: string;
  readonly labels: readonly string[];
  readonly startsAt: readonly number[];
  readonly commits: readonly number[];
  readonly people: readonly number[];
  readonly newcomers: readonly number[];
  readonly added: readonly number[];
  readonly removed: readonly number[];
  /** Commits of those with most commits. */
  readonly busiest: readonly { readonly name: string; readonly commits: readonly number[] }[];
}

export interface PeopleBlock {
  /** Those with most living lines. */
  readonly owners: readonly Owner[];
  readonly ownerCount: number;
  readonly ownedLines: number;
  /** The fewest people who have half of the living lines; 0 without lines. */
  readonly ownersOfHalf: number;
  /**
   * Share of the mainline that is merges: whose author merged the lines and need not have written
   * them.
   */
  readonly mergeShare: number;
  /** Lines of a row's person that a column's person replaced or deleted. */
  readonly replaced: {
    readonly names: readonly string[];
    readonly lines: readonly (readonly number[])[];
  };
}

export interface Owner {
  readonly name: string;
  readonly lines: number;
  readonly peakLines: number;
  /** Last commit, when known. */
  readonly lastSeenAt: number | null;
}

export interface CouplingBlock {
  readonly pairCount: number;
  readonly files: readonly string[];
  /** Places in `files`, strongest first. */
  readonly pairs: readonly CoupledPair[];
}

export interface CoupledPair {
  readonly a: number;
  readonly b: number;
  readonly commits: number;
  readonly strength: number;
  /** One of the two is a manifest, lock, change log or such, which changes whatever else does. */
  readonly isRoutine: boolean;
}

export interface HotspotsBlock {
  readonly fileCount: number;
  /** Those with most commits. */
  readonly files: readonly HotFile[];
}

export interface HotFile {
  readonly path: string;
  /** Living lines, 0 when not known. */
  readonly lines: number;
  readonly commits: number;
  readonly people: number;
}

export interface OverviewBlock {
  /** One sentence. */
  readonly headline: string;
  readonly figures: readonly Figure[];
  readonly findings: readonly Finding[];
}

export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly detail: string;
  /** How it is computed. */
  readonly rule: string;
  readonly tone: 'calm' | 'watch' | 'alarm';
  /** A line over time, empty when there is none. */
  readonly trend: readonly number[];
  /** Part of the page that tells more. */
  readonly part: PagePart;
}

export interface Finding {
  readonly title: string;
  readonly text: string;
  /** What may be done. */
  readonly advice: string;
  /** When it is found, and how it is weighed. */
  readonly rule: string;
  readonly part: string;
}

export type PagePart = 'activity' | 'people' | 'age' | 'hotspots' | 'coupling' | 'files';
