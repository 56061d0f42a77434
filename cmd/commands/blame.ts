import { Blame, type BlamedRun, blobBytesMaxUsual, type CommitFacts } from '../../engine/index.ts';
import { isoUtc, type TextLines, visibleText } from '../../engine/index.ts';

export interface BlameOrder {
  readonly paths: readonly string[];
  readonly repository: string;
  readonly revision: string;
  readonly renames: string | undefined;
  readonly anonymize: boolean;
  readonly stateDirectory: string;
  readonly format: 'text' | 'json' | 'ndjson' | 'incremental';
  readonly write: (text: string) => void;
}

/** Hex digits of a commit in the text. */
const shownDigits = 10;
/** Text is written in pieces of about this many characters. */
const pieceLength = 65_536;

/** Prints who wrote each line of some files. @throws {CodefangError} NOT_FOUND, STATE, INVARIANT */
export function blame(order: BlameOrder): void {
  const { repository, revision, renames, anonymize, stateDirectory, paths } = order;
  const rev = revision === 'HEAD' ? '' : ` --rev ${revision}`;
  const how = renames === undefined ? '' : ` --renames ${renames}`;
  const runCommand = `codefang run${rev}${how} ${repository}`;
  const rules = { renames: statedRenames(renames), anonymize, blobBytesMax: blobBytesMaxUsual };
  const asked = { repository, revision, stateDirectory, ...rules, runCommand };
  const source = new Blame(asked);
  const out = new Pieces(order.write);
  try {
    const isOne = paths.length === 1;
    if (order.format === 'json') writeJson(source, paths, out);
    else for (const path of paths) writers[order.format](source, path, out, isOne);
    out.flush();
  } finally {
    source.close();
  }
}

/** Reports say `similar:50` where `similar` was said. */
function statedRenames(renames: string | undefined): string | undefined {
  return renames === 'similar' ? 'similar:50' : renames?.replace(/%$/, '');
}

const writers = { text: writeText, ndjson: writeNdjson, incremental: writeIncremental } as const;

/** What is printed of one line. */
type LineRecord = Readonly<Record<string, string | number | null>>;

function* lineRecords(source: Blame, path: string, isOne: boolean): Generator<LineRecord> {
  for (const run of source.runs(path, source.text(path))) {
    const { commit } = run;
    for (let at = 0; at < run.lineCount; at += 1) {
      yield {
        ...(!isOne && { file: path }),
        line: run.firstLine + at,
        commit: commit?.oid ?? null,
        author: commit?.author.name ?? null,
        email: commit?.author.email ?? null,
        time: commit === undefined ? null : isoUtc(commit.author.seconds),
        ...(run.path !== path && { path: run.path }),
      };
    }
  }
}

function writeNdjson(source: Blame, path: string, out: Pieces, isOne: boolean): void {
  for (const record of lineRecords(source, path, isOne)) out.add(`${JSON.stringify(record)}\n`);
}

/** One document: the rules it was made by, and of each file its lines. */
function writeJson(source: Blame, paths: readonly string[], out: Pieces): void {
  const rules = { renames: source.rules['renames'], ...(source.isAnonymous && { anonymize: true }) };
  const head = { schema: 'codefang.blame.v1', ...rules };
  out.add(`${JSON.stringify(head).slice(0, -1)},"files":[`);
  paths.forEach((path, at) => {
    out.add(`${at === 0 ? '' : ','}\n{"path":${JSON.stringify(path)},"lines":[`);
    let comma = '';
    for (const record of lineRecords(source, path, true)) {
      out.add(`${comma}\n${JSON.stringify(record)}`);
      comma = ',';
    }
    out.add(']}');
  });
  out.add(']}\n');
}

/** As `git blame` prints it: commit, path where it was another, author, date, line number, line. */
function writeText(source: Blame, path: string, out: Pieces): void {
  const text = source.text(path);
  const runs = [...source.runs(path, text)];
  const width = (of: (run: BlamedRun) => string): number => {
    return runs.reduce((most, run) => Math.max(most, of(run).length), 0);
  };
  const hasOtherPath = runs.some((run) => run.path !== path);
  const pathWidth = width((run) => run.path);
  const authorWidth = width(authorOf);
  const numberWidth = String(text.count).length;
  for (const run of runs) {
    const { commit } = run;
    const name = hasOtherPath ? ` ${run.path.padEnd(pathWidth)}` : '';
    const when = commit === undefined ? ' '.repeat(25) : localTime(commit.author.seconds, commit.author.zone);
    const who = `${shownCommit(commit)}${name} (${authorOf(run).padEnd(authorWidth)} ${when}`;
    for (let line = run.firstLine; line < run.firstLine + run.lineCount; line += 1) {
      out.add(`${who} ${String(line).padStart(numberWidth)}) ${text.line(line).toString('utf8')}\n`);
    }
  }
}

function authorOf({ commit }: BlamedRun): string {
  return visibleText(commit?.author.name ?? 'older than the walk');
}

/** A commit without parents is marked as git marks it: nothing lies before it. */
function shownCommit(commit: CommitFacts | undefined): string {
  if (commit === undefined) return '^'.padEnd(shownDigits, '0');
  return commit.parents.length > 0 ? commit.oid.slice(0, shownDigits) : `^${commit.oid.slice(0, shownDigits - 1)}`;
}

function localTime(seconds: number, zone: string): string {
  const sign = zone.startsWith('-') ? -1 : 1;
  const offset = sign * (Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(3, 5)) * 60);
  const [day, time] = isoUtc(seconds + offset).split('T');
  return `${day} ${time!.slice(0, 8)} ${zone}`;
}

/** The records of `git blame --incremental` (git-blame(1)); a commit is described where it first comes. */
function writeIncremental(source: Blame, path: string, out: Pieces): void {
  const text = source.text(path);
  const described = new Set<string>();
  const places = new SourceLines(source);
  for (const run of source.runs(path, text)) {
    const { commit } = run;
    const oid = commit?.oid ?? source.noOid;
    const sourceLine = commit === undefined ? run.firstLine : places.find(commit, run, text);
    out.add(`${oid} ${sourceLine} ${run.firstLine} ${run.lineCount}\n`);
    if (commit !== undefined && !described.has(oid)) describeCommit(commit, out);
    described.add(oid);
    out.add(`filename ${run.path}\n`);
  }
}

function describeCommit({ author, committer, summary, parents }: CommitFacts, out: Pieces): void {
  for (const [role, person] of [
    ['author', author],
    ['committer', committer],
  ] as const) {
    out.add(`${role} ${person.name}\n${role}-mail <${person.email}>\n`);
    out.add(`${role}-time ${person.seconds}\n${role}-tz ${person.zone}\n`);
  }
  if (summary !== undefined) out.add(`summary ${summary}\n`);
  if (parents.length === 0) out.add('boundary\n');
}

/** Where lines stood in the commit that wrote them: found by content, as later lines of one commit come later there. */
class SourceLines {
  readonly #source: Blame;
  /** Behind the last line found, by commit and path. */
  readonly #next = new Map<string, number>();

  constructor(source: Blame) {
    this.#source = source;
  }

  find(commit: CommitFacts, run: BlamedRun, text: TextLines): number {
    const key = `${commit.oid} ${run.path}`;
    const content = this.#source.content(commit, run.path);
    const from = this.#next.get(key) ?? 1;
    const wanted = text.line(run.firstLine);
    const found = content?.numberOf(wanted, from) || content?.numberOf(wanted, 1) || run.firstLine;
    this.#next.set(key, found + run.lineCount);
    return found;
  }
}

/** Joins small texts to larger ones. */
class Pieces {
  readonly #write: (text: string) => void;
  #texts: string[] = [];
  #length = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  add(text: string): void {
    this.#texts.push(text);
    this.#length += text.length;
    if (this.#length >= pieceLength) this.flush();
  }

  flush(): void {
    if (this.#length > 0) this.#write(this.#texts.join(''));
    this.#texts = [];
    this.#length = 0;
  }
}
