import { TextMaker } from './text-maker.ts';

const names = ['count', 'total', 'index', 'buffer', 'length', 'näme', 'i', 'node', 'parent', 'Result'];
const frequent = ['', '}', '    }', '{', '        break;', '\t\treturn 0;'];

/** Random source code and random reformatting of it, for tests; the same seed gives the same texts. */
export class SourceMaker {
  readonly maker: TextMaker;

  constructor(seed: number) {
    this.maker = new TextMaker(seed);
  }

  lines(count: number): string[] {
    return Array.from({ length: count }, () => this.line());
  }

  line(): string {
    const { maker } = this;
    if (maker.below(4) === 0) return frequent[maker.below(frequent.length)]!;
    const indent = '    '.repeat(maker.below(4));
    const words = [`${this.#name()} = ${this.#name()}(${this.#name()}, ${maker.below(30)});`];
    if (maker.below(4) === 0) words.unshift(`if (${this.#name()} < ${this.#name()})`);
    if (maker.below(6) === 0) words.push(`// ${this.#name()} of the ${this.#name()}`);
    return indent + words.join(' ');
  }

  /** Reindents, splits, joins, renames, reorders, adds and deletes, a little or all over. */
  reformatted(lines: readonly string[]): string[] {
    const { maker } = this;
    const every = [1, 2, 5, 12][maker.below(4)]!;
    const out: string[] = [];
    for (let i = 0; i < lines.length; i += 1) {
      const line = lines[i]!;
      if (maker.below(every) > 0) out.push(line);
      else if (maker.below(7) === 0 && i + 1 < lines.length) {
        i += 1;
        out.push(`${line} ${lines[i]!.trim()}`);
      } else out.push(...this.#changed(line));
    }
    if (maker.below(3) > 0) return out;
    const at = maker.below(out.length + 1);
    const block = out.splice(at, maker.below(12));
    out.splice(maker.below(out.length + 1), 0, ...block);
    return out;
  }

  /** Joins lines; now and then the last one has no line feed, or all have a carriage return. */
  text(lines: readonly string[]): Buffer {
    return this.maker.text(lines.map((line) => `${line}\n`));
  }

  #changed(line: string): string[] {
    const { maker } = this;
    const half = line.indexOf(' ', line.length >> 1);
    switch (maker.below(8)) {
      case 0:
        return [];
      case 1:
        return [...this.lines(maker.below(4)), line];
      case 2:
        return half < 0 ? [line] : [line.slice(0, half), `        ${line.slice(half + 1)}`];
      case 3:
        return line.split(/(?<=[(,;])/).map((part) => `  ${part.trim()}`);
      case 4:
        return [line.replaceAll(this.#name(), this.#name())];
      case 5:
        return [line.toUpperCase(), line];
      default:
        return [line.replace(/^ */, '\t'.repeat(maker.below(3)))];
    }
  }

  #name(): string {
    return names[this.maker.below(names.length)]!;
  }
}
