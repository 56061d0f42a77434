import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as linguist from 'linguist-languages';
import type { Language } from 'linguist-languages';

/**
 * Writes engine/source/language-tables.ts from the linguist-languages package:
 *
 *   npm run languages
 *
 * Linguist tells apart the languages that share an extension by looking into the file; we do not.
 * Each such extension gets one language here, for good: the one in `preferredByExtension`, else the
 * one for which the extension comes first in linguist's list, programming languages before the
 * others, then by name.
 */
export function generateLanguageTables(): string {
  const languages = Object.values<Language>(linguist).sort((a, b) => (a.name < b.name ? -1 : 1));
  const byExtension = owners(languages, extensionsOf, preferredByExtension);
  const byFileName = new Map([
    ...owners(languages, (language) => language.filenames ?? [], preferredByFileName),
    ...lockFileNames.map((fileName) => [fileName, lockFile] as const),
  ]);
  const names = [...languages.map(({ name }) => name as string), lockFile].sort();
  const tokens: string[] = [];
  for (const name of names) {
    const extensions = keysOwnedBy(byExtension, name).filter((extension) => !nobodysExtensions.has(extension));
    const fileNames = keysOwnedBy(byFileName, name).map((fileName) => `=${fileName}`);
    const owned = [...extensions, ...fileNames];
    if (owned.length > 0) tokens.push(`#${name}`, ...owned);
  }
  return fileText(tokens);
}

/** Extensions that matter and whose first claim is not the one a reader of open source expects. */
const preferredByExtension: Readonly<Record<string, string>> = {
  '.as': 'ActionScript',
  '.asc': 'AsciiDoc',
  '.asm': 'Assembly',
  '.b': 'Brainfuck',
  '.bas': 'BASIC',
  '.bb': 'BitBake',
  '.cake': 'C#',
  '.cfg': 'INI',
  '.cgi': 'Perl',
  '.cl': 'OpenCL',
  '.cls': 'TeX',
  '.cp': 'C++',
  '.cs': 'C#',
  '.d': 'D',
  '.e': 'Eiffel',
  '.es': 'JavaScript',
  '.ex': 'Elixir',
  '.f': 'Fortran',
  '.fcgi': 'Perl',
  '.for': 'Fortran',
  '.fpp': 'Fortran',
  '.frag': 'GLSL',
  '.frm': 'Visual Basic 6.0',
  '.fs': 'F#',
  '.fx': 'HLSL',
  '.gd': 'GDScript',
  '.gs': 'JavaScript',
  '.h': 'C',
  '.hh': 'C++',
  '.html': 'HTML',
  '.inc': 'C++',
  '.jq': 'jq',
  '.json': 'JSON',
  '.l': 'Lex',
  '.lean': 'Lean 4',
  '.lisp': 'Common Lisp',
  '.lsp': 'Common Lisp',
  '.m': 'Objective-C',
  '.m4': 'M4',
  '.man': 'Roff',
  '.md': 'Markdown',
  '.mdoc': 'Roff',
  '.ml': 'OCaml',
  '.mm': 'Objective-C++',
  '.mod': 'Modula-2',
  '.ms': 'Roff',
  '.n': 'Roff',
  '.nb': 'Wolfram Language',
  '.odin': 'Odin',
  '.pc': 'pkg-config',
  '.php': 'PHP',
  '.pkl': 'Pkl',
  '.pl': 'Perl',
  '.plist': 'XML Property List',
  '.pm': 'Perl',
  '.pod': 'Pod',
  '.pp': 'Puppet',
  '.pro': 'QMake',
  '.properties': 'Java Properties',
  '.r': 'R',
  '.re': 'Reason',
  '.res': 'ReScript',
  '.rs': 'Rust',
  '.s': 'Assembly',
  '.sc': 'Scala',
  '.sch': 'Scheme',
  '.scm': 'Scheme',
  '.sol': 'Solidity',
  '.spec': 'RPM Spec',
  '.sql': 'SQL',
  '.srt': 'SubRip Text',
  '.st': 'Smalltalk',
  '.star': 'Starlark',
  '.t': 'Perl',
  '.toc': 'TeX',
  '.ts': 'TypeScript',
  '.tsp': 'TypeSpec',
  '.tsx': 'TSX',
  '.txt': 'Text',
  '.v': 'Verilog',
  '.w': 'CWeb',
  '.yaml': 'YAML',
  '.yml': 'YAML',
  '.yy': 'Yacc',
  ...Object.fromEntries('123456789'.split('').map((section) => [`.${section}`, 'Roff'])),
};

const preferredByFileName: Readonly<Record<string, string>> = {
  '.eslintrc': 'JSON with Comments',
  '.releaserc': 'JSON',
};

/** What a package manager writes is no source of the language that it looks like. */
const lockFile = 'Lock File';
const lockFileNames: readonly string[] = [
  ...['Cargo.lock', 'MODULE.bazel.lock', 'Package.resolved', 'Pipfile.lock', 'Podfile.lock', 'bun.lock'],
  ...['composer.lock', 'deno.lock', 'flake.lock', 'gradle.lockfile', 'mix.lock', 'npm-shrinkwrap.json'],
  ...['package-lock.json', 'packages.lock.json', 'pdm.lock', 'pnpm-lock.yaml', 'poetry.lock', 'pubspec.lock'],
  ...['rebar.lock', 'uv.lock', 'yarn.lock'],
];

/** Extensions that nearly always mean data of another kind: `.pb` is protobuf's, not PureBasic's. */
const nobodysExtensions: ReadonlySet<string> = new Set(['.pb']);

/** Which one language owns each key. An unknown or needless preference is a mistake of ours. */
function owners(
  languages: readonly Language[],
  keysOf: (language: Language) => readonly string[],
  preferred: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const owner = new Map<string, Language>();
  for (const language of languages) {
    for (const key of keysOf(language)) {
      const rival = owner.get(key);
      if (rival === undefined || claim(language, key) < claim(rival, key)) owner.set(key, language);
    }
  }
  const names = new Map(Array.from(owner, ([key, language]) => [key, language.name as string]));
  for (const [key, name] of Object.entries(preferred)) {
    const claims = languages.filter((language) => keysOf(language).includes(key));
    if (!claims.some((language) => language.name === name) || claims.length < 2) {
      throw new Error(`Cannot prefer "${name}" for "${key}": it is not one of several claimants`);
    }
    names.set(key, name);
  }
  return names;

  function claim(language: Language, key: string): number {
    const isFirst = keysOf(language)[0] === key;
    return (isFirst ? 0 : 2) + (language.type === 'programming' ? 0 : 1);
  }
}

/** Linguist compares extensions without case, so the tables hold them in lower case. */
function extensionsOf(language: Language): readonly string[] {
  return (language.extensions ?? []).map((extension) => extension.toLowerCase());
}

function keysOwnedBy(owner: ReadonlyMap<string, string>, language: string): string[] {
  return Array.from(owner.keys())
    .filter((key) => owner.get(key) === language)
    .sort();
}

function fileText(tokens: readonly string[]): string {
  return [
    '/**',
    ` * Generated from linguist-languages ${installedVersion()}, do not edit. The command and the`,
    ' * choices are in scripts/generate-language-tables.ts; a test holds both together.',
    ' *',
    ' * Tokens end with "|" or a new line: "#" opens a language by its name, "." is an extension',
    ' * of it in lower case, "=" a whole file name of it. Each of them stands once.',
    ' *',
    ' * The data is that of linguist (MIT, Copyright (c) 2017 GitHub, Inc.) as packed by',
    ' * linguist-languages (MIT, Copyright (c) Ika <ikatyang@gmail.com>).',
    ' */',
    'export const languageTables = `',
    ...wrapped(tokens, 99),
    '`;',
    '',
  ].join('\n');
}

function wrapped(tokens: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const token of tokens) {
    if (/[|`\\$]|[^\x20-\x7e]/.test(token)) throw new Error(`Cannot write token "${token}" as is`);
    if (line !== '' && line.length + 1 + token.length > columns) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? token : `|${token}`;
  }
  lines.push(line);
  return lines;
}

function installedVersion(): string {
  const entry = createRequire(import.meta.url).resolve('linguist-languages');
  const manifest = readFileSync(join(dirname(entry), 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(generateLanguageTables());
}
