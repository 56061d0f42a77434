/** Texts of a log are shortened to this many characters: a line may be 256 KiB of one name. */
export const textLengthMax = 300;

/**
 * The fields of a record whose types nobody has checked: logs are not ours to trust. A number is
 * finite, a text is short, and what is missing or of another type is 0 or empty.
 */
export class LoggedFields {
  readonly #record: Readonly<Record<string, unknown>>;

  constructor(record: Readonly<Record<string, unknown>>) {
    this.#record = record;
  }

  number(name: string): number {
    const value = this.#record[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : 0;
  }

  text(name: string): string {
    const value = this.#record[name];
    return typeof value === 'string' ? shortened(value) : '';
  }

  fields(name: string): LoggedFields {
    const value = this.#record[name];
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
    return new LoggedFields(isRecord ? (value as Readonly<Record<string, unknown>>) : {});
  }

  /** All of them as `name: value, …`, shortened; nested ones are left out. */
  shown(): string {
    const pairs: string[] = [];
    let length = 0;
    for (const [name, value] of Object.entries(this.#record)) {
      if (value !== null && typeof value === 'object') continue;
      const pair = `${name}: ${typeof value === 'number' ? roundedText(value) : String(value)}`;
      pairs.push(pair);
      length += pair.length;
      if (length > textLengthMax) break;
    }
    return shortened(pairs.join(', '));
  }
}

function roundedText(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Not within a character of two halves. */
export function shortened(text: string): string {
  if (text.length <= textLengthMax) return text;
  return `${text.slice(0, textLengthMax - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
