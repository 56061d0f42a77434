import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addToTable } from './analyzer-table.ts';

const columnsMax = 120;

/**
 * Copies the template and its test under a new name, and enrols the copy in the registry and in docs/analyzers.md. What it
 * makes builds, and passes the contract of analyzers, as it stands. Returns the paths written.
 *
 * @param root the folder of the project
 * @param name of the folder: words of small letters joined by hyphens
 * @throws {Error} when the name cannot be used; nothing is written then
 */
export function newAnalyzer(root: string, name: string): readonly string[] {
  const isName = /^[a-z]+(-[a-z]+)*$/.test(name);
  if (!isName) throw cannotMake(name, 'expected small letters and hyphens, such as "code-age"');
  if (reserved.has(name)) throw cannotMake(name, 'it is a word of the language');
  if (existsSync(join(root, 'analyzers', name))) throw cannotMake(name, `analyzers/${name} exists`);
  const written: string[] = [];
  const write = (path: string, text: string): void => {
    writeFileSync(join(root, path), text);
    written.push(path);
  };
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');

  mkdirSync(join(root, 'analyzers', name));
  for (const file of readdirSync(join(root, 'analyzers/_template'))) {
    write(`analyzers/${name}/${file}`, renamed(read(`analyzers/_template/${file}`), name));
  }
  write(`test/analyzers/${name}.test.ts`, renamed(read('test/analyzers/template.test.ts'), name));
  write('analyzers/registry.ts', enrolled(read('analyzers/registry.ts'), name));
  const description = /description: '(.*)'/.exec(read(`analyzers/${name}/index.ts`))![1]!;
  write('docs/analyzers.md', addToTable(read('docs/analyzers.md'), { id: `history/${name}`, description }));
  return written;
}

/** The text of the template with the words that name it replaced. */
function renamed(text: string, name: string): string {
  const constant = camelCase(name);
  return text
    .replaceAll('TemplateRun', `${constant[0]!.toUpperCase()}${constant.slice(1)}Run`)
    .replaceAll('history/template', `history/${name}`)
    .replaceAll('analyzers/_template/', `analyzers/${name}/`)
    .replaceAll(/\btemplate\b/g, constant);
}

/** The registry with one more analyzer, in the order of the folders. */
function enrolled(registry: string, name: string): string {
  const importLine = /^import \{ (\w+) \} from '\.\/([a-z-]+)\/index\.ts';\n/gm;
  const entries = Array.from(registry.matchAll(importLine), ([, constant, folder]) => [folder!, constant!] as const);
  entries.push([name, camelCase(name)]);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const imports = entries.map(([folder, constant]) => `import { ${constant} } from './${folder}/index.ts';\n`);
  let isPut = false;
  const withImports = registry.replaceAll(importLine, () => {
    if (isPut) return '';
    isPut = true;
    return imports.join('');
  });
  return withImports.replace(/^(export const registry: .* = )\[[^\]]*\];$/m, (_line, start: string) =>
    listOf(
      start,
      entries.map(([, constant]) => constant),
    ),
  );
}

/** On one line when it fits, else with a line for each. */
function listOf(start: string, constants: readonly string[]): string {
  const line = `${start}[${constants.join(', ')}];`;
  return line.length <= columnsMax ? line : `${start}[\n  ${constants.join(',\n  ')},\n];`;
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

function cannotMake(name: string, state: string): Error {
  return new Error(`Cannot make an analyzer "${name}": ${state}`);
}

const reserved: ReadonlySet<string> = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof var void while with yield template registry'
  ).split(' '),
);
