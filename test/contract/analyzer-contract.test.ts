import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { template } from '../../analyzers/_template/index.ts';
import { registry } from '../../analyzers/index.ts';
import type { AnalyzerDefinition, Cell, Column } from '../../engine/index.ts';
import { analyze, type Analysis, AnalyzerBench } from '../support/analyzer-harness.ts';
import { CommitStory } from '../support/commit-story.ts';
import { randomStory } from '../support/random-story.ts';

/** The sources, as seen from the compiled tests. */
const house = fileURLToPath(new URL('../../../analyzers/', import.meta.url));
const folders = readdirSync(house, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe('the registry', () => {
  test('holds every folder but those with an underscore, in alphabetical order', () => {
    const expected = folders.filter((name) => !name.startsWith('_'));
    expect(registry.map(({ id }) => folderOf(id))).toEqual(expected.toSorted());
  });

  test('every folder has a README', () => {
    for (const folder of folders) expect(existsSync(`${house}${folder}/README.md`), folder).toBe(true);
  });

  test("option flags are unique, analyzers' names included", () => {
    const flags = registry.flatMap(({ id, options }) => options.map(({ name }) => `${id}-${name}`));
    expect(new Set(flags).size).toBe(flags.length);
  });
});

for (const definition of [...registry, template]) {
  describe(definition.id, () => contract(definition));
}

/** The folder of an analyzer: the last part of its id. */
function folderOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

const typeOfKind = {
  switch: 'boolean',
  count: 'number',
  number: 'number',
  choice: 'string',
  text: 'string',
  list: 'object',
  file: 'string',
};

function contract(definition: AnalyzerDefinition): void {
  test('says what it is, what it costs and what can be chosen', () => {
    expect(definition.title).not.toBe('');
    expect(definition.description).not.toMatch(/\.$/);
    for (const cost of Object.values(definition.cost)) {
      expect(Number.isSafeInteger(cost) && cost >= 0, `cost ${cost}`).toBe(true);
    }
    expect(definition.needs.length).toBeGreaterThan(0);
    for (const { name, kind, initial, min, max, choices, help } of definition.options) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(typeof initial).toBe(typeOfKind[kind]);
      if (kind === 'choice') expect(choices).toContain(initial);
      if (kind === 'list' && choices !== undefined)
        expect(choices).toEqual(expect.arrayContaining([...(initial as string[])]));
      if (kind === 'number') expect(Number(initial) >= (min ?? 0) && Number(initial) <= (max ?? Infinity)).toBe(true);
      if (kind === 'file') expect(initial).toBe('');
      if (kind === 'count') expect(initial).toBeGreaterThanOrEqual(min!);
      expect(help).not.toBe('');
    }
  });

  test('its README names every section, column, option and gap', () => {
    const folder = definition === template ? '_template' : folderOf(definition.id);
    const readme = readFileSync(`${house}${folder}/README.md`, 'utf8');
    const analysis = analyze(definition, randomStory(1, 20));
    const sections = analysis.sections.map(({ section }) => section);
    const words = [
      ...sections.flatMap(({ name, columns }) => [name, ...columns.map((column) => column.name)]),
      ...definition.options.map(({ name }) => name),
      ...Object.keys(analysis.gaps),
    ];
    for (const word of words) expect(readme, word).toContain(`\`${word}\``);
  });

  test('every column says what it is, in words for a schema', () => {
    for (const { section } of analyze(definition, new CommitStory()).sections) {
      for (const { name, type, description = '', unit, nested } of section.columns) {
        const place = `${section.name}.${name}`;
        expect(description, place).toMatch(/^[A-Z].{5,}[^.]$/);
        expect(description, place).not.toBe(unit);
        expect(nested !== undefined, place).toBe(type === 'list' || type === 'record');
        expect(nested?.keys !== undefined, place).toBe(type === 'record');
      }
    }
  });

  test.each([1, 2, 3])('cells fit their columns, seed %i', (seed) => {
    checkShape(analyze(definition, randomStory(seed, 150)));
  });

  test('values of a commit are whole numbers, and something is said of some', () => {
    const columns = definition.commitColumns ?? [];
    expect(columns.length).toBeLessThanOrEqual(4);
    for (const { name } of columns) expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
    const { commits } = analyze(definition, randomStory(4, 150));
    expect(commits.every((values) => values.every((value) => Number.isSafeInteger(value)))).toBe(true);
    columns.forEach(({ name }, at) =>
      expect(
        commits.some((values) => values[at] !== 0),
        name,
      ).toBe(true),
    );
  });

  test('an empty history gives all sections', () => {
    const empty = analyze(definition, new CommitStory());
    checkShape(empty);
    const full = analyze(definition, randomStory(1, 30));
    expect(namesOf(empty)).toEqual(namesOf(full));
    for (const { section, rows } of empty.sections) {
      if (section.shape === 'table') expect(rows, section.name).toEqual([]);
    }
  });

  test('a history of empty commits works', () => {
    checkShape(analyze(definition, new CommitStory().commit({ tick: 0 }).commit({ tick: 70 })));
  });

  test.each([1, 2, 5])('the report does not depend on slices of %i changes', (changesPerSlice) => {
    const whole = analyze(definition, randomStory(7, 150));
    const sliced = analyze(definition, randomStory(7, 150), { changesPerSlice });
    expect(contentOf(sliced)).toEqual(contentOf(whole));
  });

  test.each([1, 3])('nothing is kept outside of tables: made anew every %i commits', (restartEvery) => {
    const whole = analyze(definition, randomStory(8, 150));
    const resumed = analyze(definition, randomStory(8, 150), {
      restartEvery,
      changesPerSlice: 2,
    });
    expect(contentOf(resumed)).toEqual(contentOf(whole));
  });

  test('sections may be read in any order, after all were made', () => {
    const story = randomStory(9, 80);
    const bench = new AnalyzerBench(definition);
    bench.walk(story);
    const sections = Array.from(bench.run.report(bench.context(story)));
    const rows = sections.toReversed().map((section) => [section.name, Array.from(section.rows)]);
    bench.checkCursors();
    const inOrder = analyze(definition, story).sections.map(({ section, rows }) => [section.name, rows]);
    expect(rows.reverse()).toEqual(inOrder);
  });

  test('a reader who stops early leaves no cursor open', () => {
    const story = randomStory(10, 80);
    const bench = new AnalyzerBench(definition);
    bench.walk(story);
    for (const section of bench.run.report(bench.context(story))) {
      for (const row of section.rows) {
        expect(row).toHaveLength(section.columns.length);
        break;
      }
    }
    bench.checkCursors();
  });
}

function namesOf(analysis: Analysis): string[] {
  return analysis.sections.map(({ section }) => section.name);
}

function contentOf({ sections, gaps, commits }: Analysis): unknown {
  return [sections.map(({ section, rows }) => [section.name, rows]), gaps, commits];
}

function checkShape(analysis: Analysis): void {
  expect(new Set(namesOf(analysis)).size).toBe(analysis.sections.length);
  for (const { section, rows } of analysis.sections) {
    expect(section.name).toMatch(/^[a-z]+(_[a-z]+)*$/);
    const names = section.columns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    if (section.shape === 'record') expect(rows).toHaveLength(1);
    for (const row of rows) {
      expect(row).toHaveLength(section.columns.length);
      row.forEach((cell, at) => checkCell(cell, section.columns[at]!));
    }
  }
  for (const count of Object.values(analysis.gaps)) expect(Number.isSafeInteger(count)).toBe(true);
}

function checkCell(cell: Cell, column: Column): void {
  const isFit = cell === null ? column.isNullable === true : fits[column.type](cell);
  if (!isFit || !isFinite(cell)) throw new Error(`${JSON.stringify(cell)} is no ${column.type} (${column.name})`);
}

const fits: Readonly<Record<Column['type'], (cell: Cell) => boolean>> = {
  string: (cell) => typeof cell === 'string',
  int: (cell) => Number.isSafeInteger(cell) && !Object.is(cell, -0),
  float: (cell) => typeof cell === 'number',
  boolean: (cell) => typeof cell === 'boolean',
  time: (cell) => typeof cell === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(cell),
  oid: (cell) => typeof cell === 'string' && /^[0-9a-f]{40}$/.test(cell),
  list: (cell) => Array.isArray(cell),
  record: (cell) => typeof cell === 'object' && !Array.isArray(cell),
};

/** Whether all numbers in a cell are. */
function isFinite(cell: Cell): boolean {
  if (typeof cell === 'number') return Number.isFinite(cell);
  if (cell === null || typeof cell !== 'object') return true;
  return Object.values(cell).every(isFinite);
}
