/**
 * The analyses of code-maat from its definitions, out of the text of the log that it reads. It shares no code with the
 * analyzer: everything is in memory, shares are fractions of whole numbers, and months are counted by going through them.
 */
type Cell = string | number;
export type OracleTables = Readonly<Record<string, readonly (readonly Cell[])[]>>;

export interface LogRow {
  readonly rev: string;
  readonly date: string;
  readonly author: string;
  readonly entity: string;
  readonly added: string;
  readonly deleted: string;
}

export const logArguments: readonly string[] = [
  'log',
  '--no-merges',
  '--numstat',
  '--date=short',
  '--no-renames',
  '--pretty=format:--%H--%ad--%aN',
  'HEAD',
];

export function parseLog(log: string): LogRow[] {
  const rows: LogRow[] = [];
  let head = { rev: '', date: '', author: '' };
  for (const line of log.split('\n')) {
    const opened = /^--([0-9a-f]+)--(\d{4}-\d\d-\d\d)--(.*)$/.exec(line);
    if (opened !== null) head = { rev: opened[1]!, date: opened[2]!, author: opened[3]! };
    const change = /^([\d-]+)\t([\d-]+)\t(.+)$/.exec(line);
    if (change !== null) rows.push({ ...head, added: change[1]!, deleted: change[2]!, entity: change[3]! });
  }
  return rows;
}

export interface Thresholds {
  readonly revs: number;
  readonly shared: number;
  readonly coupling: number;
  readonly size: number;
}

export function oracleTables(rows: readonly LogRow[], now: string, thresholds: Thresholds): OracleTables {
  const [byEntity, byRev] = [grouped(rows, ({ entity }) => entity), grouped(rows, ({ rev }) => rev)];
  const authorsOf = (some: readonly LogRow[]): string[] => [...new Set(some.map(({ author }) => author))];
  const entities = [...byEntity].map(([entity, own]) => ({ entity, own, authors: authorsOf(own) }));
  const churn = (key: (row: LogRow) => string): Cell[][] =>
    [...grouped(rows, key)].map(([name, own]) => [name, added(own), deleted(own), new Set(own.map(({ rev }) => rev)).size]);
  const mains = (measure: (some: readonly LogRow[]) => number, least: number): Cell[][] =>
    entities.map(({ entity, own, authors }) => {
      const parts = authors.map((author) => [author, measure(own.filter((row) => row.author === author))] as const);
      const [author, most] = parts.toSorted((a, b) => b[1] - a[1] || order(a[0], b[0]))[0]!;
      return [entity, author, most, measure(own), share(most, Math.max(least, measure(own)))];
    });
  const pairs = entities.flatMap(({ entity, own, authors }) =>
    authors.map((author) => ({ entity, author, all: own.length, mine: own.filter((row) => row.author === author) })),
  );
  return {
    'summary': [
      ['number-of-commits', byRev.size],
      ['number-of-entities', byEntity.size],
      ['number-of-entities-changed', rows.length],
      ['number-of-authors', authorsOf(rows).length],
    ],
    'revisions': sorted(entities.map(({ entity, own }) => [entity, own.length]), [-2, 1]),
    'authors': sorted(entities.map(({ entity, own, authors }) => [entity, authors.length, own.length]), [-2, -3, 1]),
    'coupling': sorted(coupling([...byRev.values()], thresholds), [-3, -4, 1, 2]),
    'soc': sorted(soc([...byRev.values()], thresholds), [-2, -1]),
    'communication': sorted(communication(entities.map(({ authors }) => authors)), [-5, -1, 2]),
    'abs-churn': sorted(churn(({ date }) => date), [1]),
    'author-churn': sorted(churn(({ author }) => author), [1]),
    'entity-churn': sorted(churn(({ entity }) => entity), [-2, 1]),
    'entity-ownership': sorted(pairs.map(({ entity, author, mine }) => [entity, author, added(mine), deleted(mine)]), [1, 2]),
    'entity-effort': sorted(pairs.map(({ entity, author, mine, all }) => [entity, author, mine.length, all]), [1, -3, 2]),
    'main-dev': sorted(mains(added, 1), [1]),
    'refactoring-main-dev': sorted(mains(deleted, 1), [1]),
    'main-dev-by-revs': sorted(mains((some) => some.length, 1), [1]),
    'fragmentation': sorted(
      entities.map(({ entity, own, authors }) => {
        const squares = authors.map((author) => own.filter((row) => row.author === author).length ** 2);
        return [entity, share(own.length ** 2 - sum(squares), own.length ** 2), own.length];
      }),
      [-2, -3, 1],
    ),
    'age': sorted(ages(entities, now), [2, 1]),
    'identity': rows.map(({ author, rev, date, entity, ...row }) => [author, rev, date, entity, '-', row.added, row.deleted]),
  };
}

/** Two significant digits as decimal arithmetic has them, written as Java writes a double. */
function share(part: number, whole: number): number {
  if (part % whole === 0) return part / whole;
  let digits = 0;
  while (BigInt(part) * 10n ** BigInt(digits) < BigInt(whole) * 10n) digits += 1;
  const twice = (2n * BigInt(part) * 10n ** BigInt(digits) + BigInt(whole)) / (2n * BigInt(whole));
  return Number(twice) / 10 ** digits;
}

function coupling(changesets: readonly (readonly LogRow[])[], least: Thresholds): Cell[][] {
  const revs = new Map<string, number>();
  const shared = new Map<string, number>();
  for (const changeset of changesets.filter(({ length }) => length <= least.size)) {
    const names = changeset.map(({ entity }) => entity).toSorted(order);
    for (const name of names) count(revs, name);
    for (const [at, one] of names.entries()) for (const other of names.slice(at + 1)) count(shared, `${one}\n${other}`);
  }
  return [...shared].flatMap(([pair, common]) => {
    const [one = '', other = ''] = pair.split('\n');
    const mean = (revs.get(one)! + revs.get(other)!) / 2;
    // 100 * common / mean >= coupling, without a fraction.
    const isKept = mean >= least.revs && common >= least.shared && 100 * common >= least.coupling * mean;
    return isKept ? [[one, other, Math.floor((200 * common) / (mean * 2)), Math.ceil(mean)]] : [];
  });
}

function soc(changesets: readonly (readonly LogRow[])[], least: Thresholds): Cell[][] {
  const sums = new Map<string, number>();
  for (const changeset of changesets) for (const { entity } of changeset) count(sums, entity, changeset.length - 1);
  return [...sums].filter(([, total]) => total > least.revs);
}

function communication(authorsOfEntities: readonly (readonly string[])[]): Cell[][] {
  const own = new Map<string, number>();
  const shared = new Map<string, number>();
  for (const authors of authorsOfEntities) {
    for (const one of authors) count(own, one);
    for (const one of authors) for (const other of authors) if (one !== other) count(shared, `${one}\n${other}`);
  }
  return [...shared].map(([pair, common]) => {
    const [one = '', other = ''] = pair.split('\n');
    const average = Math.ceil((own.get(one)! + own.get(other)!) / 2);
    return [one, other, common, average, Math.floor((100 * common) / average)];
  });
}

function ages(entities: readonly { readonly entity: string; readonly own: readonly LogRow[] }[], now: string): Cell[][] {
  return entities.flatMap(({ entity, own }) => {
    const last = own.map(({ date }) => date).filter((date) => date < now).toSorted(order).at(-1);
    if (last === undefined) return [];
    let months = 0;
    while (monthsLater(last, months + 1) <= now) months += 1;
    return [[entity, months]];
  });
}

/** The same day of a later month, or the last one that it has. */
function monthsLater(date: string, months: number): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10);
}

function grouped(rows: readonly LogRow[], key: (row: LogRow) => string): Map<string, LogRow[]> {
  const groups = new Map<string, LogRow[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

/** By columns counted from 1, negative ones the greatest first. */
function sorted(rows: readonly (readonly Cell[])[], by: readonly number[]): (readonly Cell[])[] {
  const compare = (a: readonly Cell[], b: readonly Cell[]): number => {
    const found = by.find((column) => a[Math.abs(column) - 1] !== b[Math.abs(column) - 1]) ?? 1;
    return order(a[Math.abs(found) - 1]!, b[Math.abs(found) - 1]!) * Math.sign(found);
  };
  return rows.toSorted(compare);
}

function order(a: Cell, b: Cell): number {
  return a < b ? -1 : Number(a > b);
}

function count(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function added(rows: readonly LogRow[]): number {
  return sum(rows.map((row) => (row.added === '-' ? 0 : Number(row.added))));
}

function deleted(rows: readonly LogRow[]): number {
  return sum(rows.map((row) => (row.deleted === '-' ? 0 : Number(row.deleted))));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
