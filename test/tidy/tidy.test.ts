import { describe, expect, test } from 'vitest';
import { registry } from '../../analyzers/index.ts';
import { functionLengths } from './function-lengths.ts';
import { findRing, type ImportLine, importsOf, loadedBy, workersOf } from './import-graph.ts';
import {
  analyzerImports,
  houseImports,
  lateInWorkers,
  notInWorkers,
  packageImports,
  roomImports,
} from './import-ladder.ts';
import {
  columnsMax,
  doorLinesMax,
  fileLinesMax,
  functionLinesMax,
  longFiles,
  longFunctions,
  ringImports,
  wideFiles,
  widerDoors,
} from './ratchet.ts';
import { filesBelow, houses, namesIn, type SourceFile, sourceFiles } from './source-files.ts';
import { withoutComments } from './without-comments.ts';

const sources: readonly SourceFile[] = houses.flatMap((house) => sourceFiles(house));
const tests: readonly SourceFile[] = sourceFiles('test');
const everything: readonly SourceFile[] = [...sources, ...tests];
const byPath = new Map(sources.map((file) => [file.path, file]));
const imports = sources.flatMap((file) => importsOf(file));

describe('import ladder', () => {
  test('houses, import each other by their doors only, as the table says', () => {
    const between = imports.filter(({ from, to, isOurs }) => isOurs && houseOf(from) !== houseOf(to));
    const found = between.map(({ from, to }) => `${houseOf(from)} imports ${to}`);
    const allowed = Object.entries(houseImports).flatMap(([house, doors]) =>
      doors.map((door) => `${house} imports ${door}`),
    );
    expect(unique(found)).toEqual(unique(allowed));
  });

  test('planner, takes types from the engine and nothing from Node', () => {
    const outside = imports.filter(({ from, to }) => houseOf(from) === 'planner' && houseOf(to) !== 'planner');
    expect(outside.filter(({ isTypeOnly }) => !isTypeOnly)).toEqual([]);
    expect(outside.filter(({ isOurs }) => !isOurs)).toEqual([]);
  });

  test('analyzers, do not import each other', () => {
    const crossing = imports.filter(
      ({ from, to, isOurs }) =>
        isOurs &&
        houseOf(from) === 'analyzers' &&
        from.split('/').length > 2 &&
        houseOf(to) === 'analyzers' &&
        roomOf(to) !== roomOf(from),
    );
    const found = crossing.map(({ from, to }) => `${roomOf(from)} imports ${roomOf(to)}`);
    const allowed = Object.entries(analyzerImports).flatMap(([room, others]) =>
      others.map((other) => `${room} imports ${other}`),
    );
    expect(unique(found)).toEqual(unique(allowed));
  });

  test('rooms of the engine, are those of the table', () => {
    const found = [...namesIn('engine', 'folders'), ...namesIn('engine', 'files')];
    expect(found.sort()).toEqual(Object.keys(roomImports).sort());
  });

  test('rooms of the engine, import what the table says, and only what stands above them', () => {
    const rooms = Object.keys(roomImports);
    const between = imports.filter(
      ({ from, to, isOurs }) => isOurs && houseOf(from) === 'engine' && roomOf(from) !== roomOf(to),
    );
    const found = between.map(({ from, to }) => `${roomOf(from)} imports ${roomOf(to)}`);
    const allowed = Object.entries(roomImports).flatMap(([room, above]) =>
      above.map((other) => `${room} imports ${other}`),
    );
    expect(unique(found)).toEqual(unique(allowed));
    for (const [room, above] of Object.entries(roomImports)) {
      const place = rooms.indexOf(room);
      for (const other of above) expect(rooms.indexOf(other), `${room} imports ${other}`).toBeLessThan(place);
    }
  });

  test('rooms of the engine, are entered by their doors', () => {
    const aside = imports.filter(
      ({ from, to, isOurs }) =>
        isOurs &&
        houseOf(from) === 'engine' &&
        roomOf(from) !== roomOf(to) &&
        to !== `engine/${roomOf(to)}/index.ts` &&
        // A file beside the rooms is a room by itself.
        to !== `engine/${roomOf(to)}`,
    );
    expect(aside).toEqual([]);
  });

  test('files, form no ring of imports', () => {
    const known = new Set(ringImports);
    expect(imports.map(edgeOf)).toEqual(expect.arrayContaining(Array.from(known)));
    expect(findRing(byPath, (line) => !(line.isTypeOnly && known.has(edgeOf(line))))).toBeUndefined();
  });

  test('packages, are imported only where the table says', () => {
    const found = imports.filter(({ to, isOurs }) => !isOurs && !to.startsWith('node:'));
    for (const { from, to } of found) {
      const place = packageImports[packageOf(to)];
      expect(place, `${from} imports ${to}`).toBeDefined();
      expect(from, `${from} imports ${to}`).toSatisfy((path: string) => path.startsWith(place!));
    }
    expect(unique(found.map(({ to }) => packageOf(to)))).toEqual(Object.keys(packageImports).sort());
  });

  test('worker threads, load nothing that analyses, logs, spills or reports', () => {
    const entries = unique(sources.flatMap((file) => workersOf(file)));
    expect(entries).toContain('engine/pipeline/worker.ts');
    for (const entry of entries) {
      const loaded = [...loadedBy(entry, byPath)];
      expect(loaded).toContain('engine/git/object-store.ts');
      expect(loaded.filter((path) => notInWorkers.some((place) => path.startsWith(place)))).toEqual([]);
      const late = imports.filter(({ from, isLate }) => isLate && loaded.includes(from));
      expect(late.map(({ to }) => to)).toEqual(lateInWorkers);
    }
  });
});

describe('houses', () => {
  test('cmd, is the only one that speaks to the process', () => {
    const found = hits(
      sources.filter(({ path }) => houseOf(path) !== 'cmd' && path !== exitListener),
      /\bprocess\.(?:argv|exit\b|exitCode|stdin|stdout|stderr|on\b|once\b|chdir)|\bconsole\./,
    );
    expect(found).toEqual([]);
  });

  test('engine and planner, know no analyzer by its id or by an option of its own', () => {
    const below = sources.filter(({ path }) => houseOf(path) === 'engine' || houseOf(path) === 'planner');
    const ids = registry.map(({ id }) => id.replace('/', '[/-]'));
    const options = registry.flatMap((one) => one.options.map(({ name }) => name));
    expect(ids.length).toBeGreaterThan(3);
    expect(options.length).toBeGreaterThan(3);
    // Examples in comments would name an analyzer as well.
    expect(hits(below, new RegExp(`\\b(?:${ids.join('|')})\\b`), 'text')).toEqual([]);
    expect(hits(below, new RegExp(`\\[['"](?:${options.join('|')})['"]\\]`))).toEqual([]);
  });

  test('folders, are named for what they hold', () => {
    const folders = unique(everything.flatMap(({ path }) => path.split('/').slice(0, -1)));
    expect(folders.filter((name) => /^(?:utils?|common|helpers?|types|misc|shared|lib)$/.test(name))).toEqual([]);
    const files = everything.map(({ path }) => path.split('/').at(-1)!);
    expect(files.filter((name) => /^(?:utils?|common|helpers?|types|misc)\.ts$/.test(name))).toEqual([]);
    expect(files.filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test|\.schema)?\.ts$/.test(name))).toEqual([]);
  });

  test('doors, hold names only and fit a screen', () => {
    const doors = sources.filter(({ path }) => isDoor(path));
    expect(doors.length).toBeGreaterThan(10);
    for (const { path, code, lines } of doors) {
      const rest = code.replaceAll(/^export (?:type )?\{[^}]*\} from '[^']+';$/gm, '').trim();
      expect(rest, `${path} holds more than names`).toBe('');
      expect(lines.length - 1, path).toBeLessThanOrEqual(widerDoors[path] ?? doorLinesMax);
    }
  });
});

describe('registry', () => {
  const folders = namesIn('analyzers', 'folders').filter((name) => !name.startsWith('_'));

  test('analyzers, stand in the registry once, in the order of their folders', () => {
    const registry = byPath.get('analyzers/registry.ts')!;
    const imported = Array.from(
      registry.code.matchAll(/^import \{ (\w+) \} from '\.\/([a-z-]+)\/index\.ts';$/gm),
      ([, name, folder]) => ({ name: name!, folder: folder! }),
    );
    expect(imported.map(({ folder }) => folder)).toEqual(folders);
    const listed = /registry: readonly AnalyzerDefinition\[\] = \[([^\]]*)\]/.exec(registry.code)![1]!;
    const names = listed.split(',').map((name) => name.trim());
    expect(names.filter((name) => name !== '')).toEqual(imported.map(({ name }) => name));
    for (const { folder } of imported) {
      const id = new RegExp(`id: '(?:history|compat)/${folder}'`);
      expect(byPath.get(`analyzers/${folder}/index.ts`)!.code).toMatch(id);
    }
  });

  test('analyzers, each have a README and a test', () => {
    for (const folder of folders) {
      expect(filesBelow(`analyzers/${folder}`)).toContain(`analyzers/${folder}/README.md`);
      expect(tests.map(({ path }) => path)).toContain(`test/analyzers/${folder}.test.ts`);
    }
  });
});

describe('sizes', () => {
  test('files, fit the limit, and those above it only shrink', () => {
    const long = new Map<string, number>();
    for (const { path, lines } of everything) {
      if (lines.length - 1 > fileLinesMax) long.set(path, lines.length - 1);
    }
    expectWithin(long, longFiles);
  });

  test('functions, fit the limit, and those above it only shrink', () => {
    const all = sources.flatMap((file) => functionLengths(file));
    expect(all.length).toBeGreaterThan(1000);
    const long = all.filter(({ lineCount }) => lineCount > functionLinesMax);
    const found = long.map(({ path, header, lineCount }): [string, number] => [`${path} ${header}`, lineCount]);
    expectWithin(new Map(found), longFunctions);
  });

  test('lines, are no wider than the limit', () => {
    const wide = new Map<string, number>();
    for (const { path, lines } of everything) {
      const count = lines.filter((line) => line.length > columnsMax).length;
      if (count > 0) wide.set(path, count);
    }
    expectWithin(wide, wideFiles);
  });
});

describe('words', () => {
  test('sources and tests, put nothing off', () => {
    const words = ['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'for' + ' now', 'HA' + 'CK'];
    // The escape of a character in a comment, not a mark.
    const allowed = new RegExp(`u${words[2]}`, 'g');
    for (const { path, text } of everything) {
      const rest = text.replaceAll(allowed, '');
      for (const word of words) expect(new RegExp(`\\b${word}\\b`).test(rest), `${path} says ${word}`).toBe(false);
    }
  });

  test('sources and tests, do not silence the compiler', () => {
    const others = everything.filter(({ path }) => !path.startsWith('test/tidy/'));
    expect(hits(others, /\bas any\b|: any\b|<any\b/, 'code')).toEqual([]);
    expect(hits(others, /@ts-(?:ignore|nocheck)/, 'text')).toEqual([]);
  });

  test('sources, swallow no error in silence', () => {
    const silent = sources.filter(({ code }) => /\bcatch\s*(?:\([^)]*\)\s*)?\{\s*\}/.test(code));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });
});

describe('the rules themselves', () => {
  const sample = (text: string): SourceFile => ({
    path: 'engine/base/sample.ts',
    text,
    lines: text.split('\n'),
    code: withoutComments(text),
  });

  test('withoutComments, blanks comments and leaves strings and places', () => {
    const text = "const a = 'http://x'; // note\nconst b = /['\"/]/.test(a); /* one\ntwo */ const c = `//${a}`;";
    const bare = withoutComments(text);
    expect(bare.length).toBe(text.length);
    expect(bare).toContain("'http://x'");
    expect(bare).toContain('`//${a}`');
    expect(bare).not.toMatch(/note|one|two/);
  });

  test('importsOf, tells what is imported for its types alone, and what late', () => {
    const lines = importsOf(
      sample(
        [
          "import { a } from './a.ts';",
          "import type { B } from '../git/index.ts';",
          "import {\n  type C,\n  type D,\n} from 'pino';",
          "export { e, type F } from './e.ts';",
          "// import { x } from './x.ts';",
          "const late = await import('./late.ts');",
        ].join('\n'),
      ),
    );
    expect(lines.map(({ to, isTypeOnly, isLate }) => [to, isTypeOnly, isLate])).toEqual([
      ['engine/base/a.ts', false, false],
      ['engine/git/index.ts', true, false],
      ['pino', true, false],
      ['engine/base/e.ts', false, false],
      ['engine/base/late.ts', false, true],
    ]);
  });

  test('functionLengths, measures functions, methods and arrows, and nothing else', () => {
    const text = [
      'export function one(',
      '  a: number,',
      '): Map<string, number> {',
      '  if (a > 0) {',
      '    return new Map();',
      '  }',
      '  return new Map([',
      '    [a, 1],',
      '  ]);',
      '}',
      'class Two {',
      '  *run(): Generator<number> {',
      '    yield 1;',
      '  }',
      '}',
      'const three = list.map((x) => {',
      '  return x;',
      '});',
    ].join('\n');
    const measured = functionLengths(sample(text));
    expect(measured.map(({ firstLine, lineCount }) => [firstLine, lineCount])).toEqual([
      [1, 10],
      [12, 3],
      [16, 3],
    ]);
  });

  test('findRing, finds a ring', () => {
    const files = ['a', 'b', 'c'].map((name, at): [string, SourceFile] => {
      const text = `import type { X } from './${['b', 'c', 'a'][at]}.ts';`;
      return [`${name}.ts`, { path: `${name}.ts`, text, lines: [text], code: text }];
    });
    expect(findRing(new Map(files), () => true)).toEqual(['a.ts', 'b.ts', 'c.ts', 'a.ts']);
  });
});

/** The library hears of nothing but the end of the process, to remove what was spilled. */
const exitListener = 'analysis/remove-at-exit.ts';

/** Nothing is above its entry, and no entry is left without a need. */
function expectWithin(found: ReadonlyMap<string, number>, entries: Readonly<Record<string, number>>): void {
  const over = Array.from(found).filter(([name, size]) => size > (entries[name] ?? 0));
  expect(Object.fromEntries(over)).toEqual({});
  expect(Object.keys(entries).filter((name) => !found.has(name))).toEqual([]);
}

function edgeOf({ from, to }: ImportLine): string {
  return `${from} imports ${to}`;
}

function houseOf(path: string): string {
  return path.split('/')[0]!;
}

/** The room of an engine file, the folder of an analyzer; a file beside them is one by itself. */
function roomOf(path: string): string {
  return path.split('/')[1]!;
}

function isDoor(path: string): boolean {
  const parts = path.split('/');
  if (parts.at(-1) !== 'index.ts') return false;
  return parts.length === 2 || (parts[0] === 'engine' && parts.length === 3);
}

function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

function unique(words: readonly string[]): string[] {
  return Array.from(new Set(words)).sort();
}

/** `file:line` of every line that matches. */
function hits(files: readonly SourceFile[], pattern: RegExp, part: 'code' | 'text' = 'code'): string[] {
  return files.flatMap((file) =>
    file[part].split('\n').flatMap((line, at) => (pattern.test(line) ? [`${file.path}:${at + 1}`] : [])),
  );
}
