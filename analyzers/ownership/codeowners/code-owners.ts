import type { ReportContext } from '../../../engine/index.ts';
import { type CodeHost, hostOf, type OwnerRule, parseCodeOwners } from './parse-code-owners.ts';

/** Where hosts look for the file, the first that is there; GitLab's own folder comes last. */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

/** The CODEOWNERS file of the tree at the end. */
export class CodeOwners {
  readonly rules: readonly OwnerRule[];
  readonly path: string | undefined;
  /** Rules of each section, the last first, since the last that matches decides. */
  readonly #sections: ReadonlyMap<string, readonly number[]>;

  constructor(path?: string, text = '', host: CodeHost = 'github') {
    this.path = path;
    this.rules = parseCodeOwners(text, host);
    const sections = new Map<string, number[]>();
    for (const [at, { section }] of this.rules.entries()) {
      const rules = sections.get(section);
      if (rules === undefined) sections.set(section, [at]);
      else rules.push(at);
    }
    for (const rules of sections.values()) rules.reverse();
    this.#sections = sections;
  }

  static read(context: ReportContext): CodeOwners {
    for (const path of places) {
      const bytes = context.fileBytes(path);
      if (bytes === undefined) continue;
      const text = Buffer.from(bytes).toString('utf8');
      return new CodeOwners(path, text, hostOf(path, text));
    }
    return new CodeOwners();
  }

  /** The rules that decide who owns a file, by their index: at most one of each section. */
  rulesOf(path: string): number[] {
    const slash = path.indexOf('/');
    const folder = slash < 0 ? undefined : path.slice(0, slash);
    const bytes = Buffer.from(path);
    const found: number[] = [];
    for (const indexes of this.#sections.values()) {
      const at = indexes.find((index) => {
        const { pattern, firstFolder } = this.rules[index]!;
        if (pattern === undefined || (firstFolder !== undefined && firstFolder !== folder)) return false;
        return pattern.matches(bytes, 0, bytes.length);
      });
      if (at !== undefined) found.push(at);
    }
    return found;
  }
}
