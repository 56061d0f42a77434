import type { Command } from 'commander';
import { registry } from '../../analyzers/index.ts';
import { folderOf, formats } from '../../analysis/internal.ts';
import { type AnalyzerDefinition, type AnalyzerOption, describeTables } from '../../engine/index.ts';
import type { ReportFormat, Section } from '../../engine/index.ts';
import { optionShapes } from '../flags/analyzer-flags.ts';
import { parseChoice } from '../flags/parse-choice.ts';
import { readOption } from '../flags/read-option.ts';
import type { Shell } from '../shell.ts';

type ListedAnalyzer = AnalyzerDefinition & { readonly tables: readonly Pick<Section, 'name' | 'title'>[] };

/** `codefang list`: analyzers with their options, the tables of a report, and formats. */
export function define(command: Command, shell: Shell): void {
  command.option('--format <F>', 'text or json', 'text');
  command.addHelpText(
    'after',
    `
Examples:
  codefang list
  codefang list --format json | jq -r '.analyzers[].id'
  codefang list --format json | jq -r '.analyzers[] | "\\(.id):\\(.tables[].name)"'`,
  );
  command.action((said: { readonly format: string }) => {
    const format = readOption('--format', () => parseChoice(said.format, ['text', 'json']));
    const listed = registry.map((one) => ({ ...one, tables: describeTables(one) }));
    shell.writeOut(format === 'json' ? listJson(listed, formats) : listText(listed, formats));
  });
}

/** The list for programs; one JSON document. */
export function listJson(
  analyzers: readonly ListedAnalyzer[],
  formats: readonly Pick<ReportFormat, 'name' | 'description' | 'extension'>[],
): string {
  const list = {
    schema: 'codefang.list.v1',
    analyzers: analyzers.map(({ id, title, description, needs, isOptional, options, tables }) => ({
      id,
      title,
      description,
      needs,
      ...(isOptional === true && { is_optional: true }),
      options: options.map(({ name, kind, initial, min, choices, help }) => ({
        flag: `--${folderOf(id)}-${name}`,
        kind,
        default: initial,
        ...(min === undefined ? {} : { min }),
        ...(choices === undefined ? {} : { choices }),
        help,
      })),
      tables: tables.map(({ name, title: tableTitle }) => ({ name, title: tableTitle })),
    })),
    formats: formats.map(({ name, description, extension }) => ({ name, description, extension })),
  };
  return `${JSON.stringify(list, undefined, 2)}\n`;
}

/** The list for people. */
export function listText(
  analyzers: readonly ListedAnalyzer[],
  formats: readonly Pick<ReportFormat, 'name' | 'description'>[],
): string {
  const rows: (readonly [string, string])[] = [];
  for (const { id, title, description, isOptional, options } of analyzers) {
    rows.push([id, `${title}: ${description}${isOptional === true ? ' (only when selected)' : ''}`]);
    for (const { name, kind, initial, help } of options) {
      const flag = `  --${folderOf(id)}-${name}${placeholder(kind)}`;
      rows.push([flag, `${help} (default: ${shown(initial)})`]);
    }
  }
  const tableRows = analyzers.flatMap(({ id, tables }) =>
    tables.map(({ name, title }) => [`${id}:${name}`, title] as const),
  );
  const formatRows = formats.map(({ name, description }) => [name, description] as const);
  const parts = [
    ['Analyzers', ...aligned(rows)],
    ['Tables', ...aligned(tableRows)],
    ['Formats', ...aligned(formatRows)],
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** What help calls the value of an option; a switch has none. */
function placeholder(kind: AnalyzerOption['kind']): string {
  const word = optionShapes[kind].placeholder;
  return word === undefined ? '' : ` ${word}`;
}

function shown(initial: AnalyzerOption['initial']): string {
  if (typeof initial === 'boolean') return initial ? 'on' : 'off';
  return String(initial) === '' ? 'none' : String(initial);
}

function aligned(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = rows.reduce((widest, [name]) => Math.max(widest, name.length), 0);
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`);
}
