import type { ReportContext } from '../../../engine/index.ts';
import { type FileHoldings, type HoldingFacts, recentCommits } from '../holdings.ts';
import type { CodeOwners } from './code-owners.ts';
import type { OwnerMap } from './owner-map.ts';

/** What the files of each rule hold, and what of it is their owners'. BOUNDED BY: 48 bytes a rule, and their owners. */
export class RuleTotals {
  readonly files: Float64Array;
  readonly lines: Float64Array;
  readonly ownLines: Float64Array;
  /** Changes of single files in the last year. */
  readonly changes: Float64Array;
  readonly ownChanges: Float64Array;
  readonly #owners: readonly ReadonlySet<number>[];
  readonly #codeOwners: CodeOwners;

  constructor(codeOwners: CodeOwners, map: OwnerMap) {
    const { rules } = codeOwners;
    const [files, lines, ownLines, changes, ownChanges] = Array.from(
      { length: 5 },
      () => new Float64Array(rules.length),
    );
    this.files = files!;
    this.lines = lines!;
    this.ownLines = ownLines!;
    this.changes = changes!;
    this.ownChanges = ownChanges!;
    this.#codeOwners = codeOwners;
    this.#owners = rules.map(({ owners }) => new Set(owners.flatMap((owner) => map.peopleOf(owner))));
  }

  /** Reads all files of the tree; those whom no rule gives an owner are handed on. */
  readFiles(holdings: HoldingFacts, context: ReportContext, onUnowned: (file: FileHoldings) => void): void {
    for (const file of holdings.groups(context.files.count)) {
      const rules = this.#codeOwners.rulesOf(context.files.path(file.key));
      for (const rule of rules) {
        this.files[rule]! += 1;
        this.lines[rule]! += context.files.lines(file.key);
      }
      if (rules.some((rule) => this.#codeOwners.rules[rule]!.owners.length > 0)) this.#readFile(file, rules);
      else onUnowned(file);
    }
  }

  #readFile(file: FileHoldings, rules: readonly number[]): void {
    for (const { owner, alive, commits } of file) {
      const recent = recentCommits(commits);
      for (const rule of rules) {
        this.changes[rule]! += recent;
        if (!this.#owners[rule]!.has(owner - 1)) continue;
        this.ownLines[rule]! += alive;
        this.ownChanges[rule]! += recent;
      }
    }
  }
}
