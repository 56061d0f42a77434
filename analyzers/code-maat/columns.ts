import type { Column } from '../../engine/index.ts';

/** Columns of code-maat's tables, under its names. */
export const entity: Column = text('entity', 'Path as the log of git prints it, in quotes where it is not plain');
export const author: Column = text('author', 'Name of the author, by the mailmap');
export const added: Column = lines('added', 'Lines added; a binary file has none');
export const deleted: Column = lines('deleted', 'Lines removed; a binary file has none');
export const commits: Column = int('commits', 'Commits that have such a row', 'commits');
export const totalRevs: Column = int('total-revs', 'Commits that change the entity', 'commits');
export const revisions: Column = int('n-revs', 'Commits that change the entity', 'commits');
export const mainDeveloper: Column = text('main-dev', 'Name of the author with the most; of equals the first by name');
export const ownership: Column = {
  name: 'ownership',
  type: 'float',
  description: 'Share of the main developer, rounded to two significant digits',
};

export function text(name: string, description: string): Column {
  return { name, type: 'string', description };
}

export function int(name: string, description: string, unit?: string): Column {
  return { name, type: 'int', description, ...(unit !== undefined && { unit }) };
}

export function lines(name: string, description: string): Column {
  return int(name, description, 'lines');
}
