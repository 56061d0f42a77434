import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import { type FileHoldings, type HoldingFacts, recentCommits } from './holdings.ts';
import { nobody, type People } from './people.ts';

const columns: readonly Column[] = [
  { name: 'key', type: 'string', description: 'Path of the file' },
  { name: 'status', type: 'string', description: 'Whether it is an island, or orphaned since its owner left' },
  { name: 'lines', type: 'int', unit: 'lines', description: 'Text lines at the end' },
  { name: 'owner', type: 'string', description: 'Who wrote most of the lines that are alive' },
  { name: 'share', type: 'float', description: 'Part of the lines that this person wrote' },
  { name: 'owner_last_seen', type: 'time', isNullable: true, description: 'Last commit of the owner to anything' },
  {
    name: 'backup_person',
    type: 'string',
    isNullable: true,
    description: 'Who has most lines of the others; null where there are no others',
  },
  { name: 'backup_share', type: 'float', isNullable: true, description: 'Part of the lines that this person wrote' },
  { name: 'changes_365d', type: 'int', unit: 'commits', description: 'Commits that changed it in the last 365 days' },
  { name: 'risk', type: 'float', description: 'Lines times ln(1 + changes of the last 365 days)' },
];

const islandShareMin = 0.8;
const backupShareMin = 0.1;
const backupCommitsMin = 2;
/** An owner who made no commit for so long has left. */
const awayDays = 90;
const riskUnit = 1000;
const changesUnit = 2 ** 31;

/**
 * The section `islands`: files that one person knows and nobody else does, riskiest first, then in path order. Programs
 * are neither owner nor backup. Rows wait in a scratch table, by risk.
 */
export function islandsSection(holdings: HoldingFacts, people: People, context: ReportContext): Section {
  const islands = context.scratch({
    name: 'ownership_islands',
    keys: ['risk', 'rank'],
    columns: { owner: 'sum', ownLines: 'sum', backup: 'sum', rest: 'sum' },
    order: 'descending',
    isWide: true,
  });
  const file = new IslandReader(people);
  for (const held of holdings.groups()) {
    const lines = context.files.lines(held.key);
    if (lines === 0 || !file.read(held, lines)) continue;
    const risk = Math.round(lines * Math.log(1 + file.changes) * riskUnit);
    const rest = file.changes * changesUnit + file.backupLines;
    islands.add(risk, held.key, 0, file.owner, file.ownLines, file.backup + 1, rest);
  }
  return {
    name: 'islands',
    title: 'Files that one person knows',
    shape: 'table',
    columns,
    show: {
      columns: ['key', 'status', 'lines', 'owner', 'share', 'owner_last_seen', 'changes_365d', 'risk'],
      bar: 'risk',
      emptyBecause: 'no person has 80 % of the lines of a file without somebody beside them',
    },
    rows: {
      *[Symbol.iterator]() {
        for (const island of islands) yield row(island, people, context);
      },
    },
  };
}

interface Island {
  readonly rank: number;
  readonly owner: number;
  readonly ownLines: number;
  readonly backup: number;
  readonly rest: number;
}

function row({ rank, owner, ownLines, backup, rest }: Island, people: People, context: ReportContext): readonly Cell[] {
  const { files } = context;
  const lines = files.lines(rank);
  const changes = Math.floor(rest / changesUnit);
  const hasBackup = backup > 0;
  return [
    files.path(rank),
    people.isActive(owner, awayDays) ? 'island' : 'orphaned',
    lines,
    people.name(owner),
    ownLines / lines,
    people.lastSeen(owner),
    hasBackup ? people.name(backup - 1) : null,
    hasBackup ? (rest % changesUnit) / lines : null,
    changes,
    lines * Math.log(1 + changes),
  ];
}

/** Whether one file is an island, and whose. Reused. */
class IslandReader {
  owner = -1;
  ownLines = 0;
  backup = -1;
  backupLines = 0;
  changes = 0;
  readonly #people: People;

  constructor(people: People) {
    this.#people = people;
  }

  read(file: FileHoldings, lines: number): boolean {
    this.owner = -1;
    this.ownLines = 0;
    this.backup = -1;
    this.backupLines = 0;
    this.changes = 0;
    /** Recent commits of the busiest, and of the busiest but the owner. */
    let ownerCommits = 0;
    let otherCommits = 0;
    for (const { owner, alive, commits } of file) {
      const recent = recentCommits(commits);
      this.changes += recent;
      if (owner === nobody || this.#people.isBot(owner - 1)) continue;
      if (alive > this.ownLines) {
        this.#fallBack(this.owner, this.ownLines);
        otherCommits = Math.max(otherCommits, ownerCommits);
        this.owner = owner - 1;
        this.ownLines = alive;
        ownerCommits = recent;
      } else {
        this.#fallBack(owner - 1, alive);
        otherCommits = Math.max(otherCommits, recent);
      }
    }
    const isAlone = this.backupLines < backupShareMin * lines && otherCommits < backupCommitsMin;
    return this.owner >= 0 && this.ownLines >= islandShareMin * lines && isAlone;
  }

  #fallBack(person: number, lines: number): void {
    if (lines <= this.backupLines) return;
    this.backup = person;
    this.backupLines = lines;
  }
}
