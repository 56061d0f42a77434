import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withoutComments } from './without-comments.ts';

/** One source file as the rules see it; paths are relative to the project and use `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** The text with comments blanked out; lines and columns stay where they are. */
  readonly code: string;
}

export const houses = ['engine', 'planner', 'analyzers', 'analysis', 'cmd'] as const;
/** The tests run where they are compiled to, `dist/test/tidy`. */
const project = new URL('../../../', import.meta.url);

/** Every TypeScript file below a folder of the project, in path order. */
export function sourceFiles(folder: string): SourceFile[] {
  return filesBelow(folder)
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => {
      const text = projectText(path);
      return { path, text, lines: text.split('\n'), code: withoutComments(text) };
    });
}

export function projectText(path: string): string {
  return readFileSync(new URL(path, project), 'utf8');
}

/** Names in a folder of the project. */
export function namesIn(folder: string, kind: 'files' | 'folders'): string[] {
  return readdirSync(new URL(`${folder}/`, project), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() === (kind === 'folders'))
    .map((entry) => entry.name)
    .sort();
}

/** Paths of all files below a folder. */
export function filesBelow(folder: string): string[] {
  const root = fileURLToPath(new URL(`${folder}/`, project));
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${folder}/${`${entry.parentPath}/`.slice(root.length)}${entry.name}`.replace('//', '/'));
}
