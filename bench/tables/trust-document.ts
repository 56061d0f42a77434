import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const begin = '<!-- begin of the generated part: node dist/bench/tables/write-trust.js -->\n';
const end = '<!-- end of the generated part -->\n';

interface CorruptionRecord {
  readonly suite: 'corruption';
  readonly date: string;
  readonly seed: number;
  readonly name: string;
  readonly cases: number;
  readonly outcomes: Readonly<Record<string, number>>;
}

interface FuzzRecord {
  readonly suite: 'fuzz';
  readonly date: string;
  readonly seed: number;
  readonly parser: string;
  readonly executions: number;
  readonly corpus: number;
  readonly seconds: number;
  readonly findings: number;
}

interface BombRecord {
  readonly suite: 'bombs';
  readonly date: string;
  readonly name: string;
  readonly budget: string;
  readonly exitCode: number | null;
  readonly peakMiB: number | null;
  readonly seconds: number;
}

type TrustRecord = CorruptionRecord | FuzzRecord | BombRecord;

/** docs/trust.md with its generated part made of the raw results in a folder. @throws {Error} without its marks */
export function trustDocument(document: string, folder: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error('Cannot find the generated part of docs/trust.md: its marks are missing');
  return `${document.slice(0, from + begin.length)}\n${tablesOf(readRecords(folder))}\n${document.slice(to)}`;
}

function readRecords(folder: string): TrustRecord[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.ndjson'));
  return names.sort().flatMap((name) => {
    const lines = readFileSync(join(folder, name), 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as TrustRecord);
  });
}

function tablesOf(records: readonly TrustRecord[]): string {
  const corruption = records.filter((record) => record.suite === 'corruption');
  const fuzz = records.filter((record) => record.suite === 'fuzz');
  const bombs = records.filter((record) => record.suite === 'bombs');
  return [corruptionTable(corruption), fuzzTable(fuzz), ...(bombs.length > 0 ? [bombTable(bombs)] : [])].join('\n\n');
}

function corruptionTable(records: readonly CorruptionRecord[]): string {
  const sum = (outcomes: readonly string[]): number => {
    return records.reduce((all, record) => all + countOf(record, outcomes), 0);
  };
  const cases = records.reduce((all, record) => all + record.cases, 0);
  const wrong = `${digits(sum(['wrong']))} wrong, ${digits(sum(['unnamed', 'hang', 'crash']))} without a name or an end`;
  const rows = byName(records).map(({ name, cases: count, right, named, others }) => {
    return `| ${name} | ${digits(count)} | ${digits(right)} | ${digits(named)} | ${digits(others)} |`;
  });
  return [
    `## Damage: ${digits(cases)} cases, ${wrong}`,
    '',
    `Seeds ${listOf(records.map(({ seed }) => String(seed)))}, ${listOf(records.map(({ date }) => date))}.`,
    '',
    '| damaged | cases | right digest, or read | named error | wrong, unnamed, hang or crash |',
    '|---|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

interface CorruptionLine {
  readonly name: string;
  cases: number;
  right: number;
  named: number;
  others: number;
}

/** Records of one name are of several seeds. */
function byName(records: readonly CorruptionRecord[]): CorruptionLine[] {
  const lines = new Map<string, CorruptionLine>();
  for (const record of records) {
    const line = lines.get(record.name) ?? { name: record.name, cases: 0, right: 0, named: 0, others: 0 };
    lines.set(record.name, line);
    line.cases += record.cases;
    line.right += countOf(record, ['right', 'read']);
    line.named += countOf(record, ['named']);
    line.others += countOf(record, ['wrong', 'unnamed', 'hang', 'crash']);
  }
  return [...lines.values()];
}

function countOf({ outcomes }: CorruptionRecord, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + (outcomes[name] ?? 0), 0);
}

function fuzzTable(records: readonly FuzzRecord[]): string {
  const executions = records.reduce((sum, record) => sum + record.executions, 0);
  const rows = records.map(({ parser, seed, executions: count, corpus, seconds, findings }) => {
    return `| ${parser} | ${digits(count)} | ${seconds} | ${seed} | ${corpus} | ${findings} |`;
  });
  return [
    `## Mutated inputs: ${digits(executions)} executions`,
    '',
    '| parser | executions | seconds | seed | inputs kept | findings |',
    '|---|--:|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

function bombTable(records: readonly BombRecord[]): string {
  const rows = records.map(({ name, budget, exitCode, peakMiB, seconds }) => {
    return `| ${name} | ${budget} | ${exitCode ?? 'none'} | ${peakMiB ?? 'unknown'} | ${seconds} |`;
  });
  return [
    '## Bombs',
    '',
    '| object | budget | exit code | highest resident, MiB | seconds |',
    '|---|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

function listOf(values: readonly string[]): string {
  return [...new Set(values)].join(', ');
}

function digits(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
