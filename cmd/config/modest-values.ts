import type { Flag } from '../flags/flag.ts';
import type { SaidValue, SaidValues } from '../flags/said-value.ts';

export interface ModestValues {
  readonly values: SaidValues;
  /** A line for each value that is ignored. */
  readonly notes: readonly string[];
}

/**
 * What the configuration file of an analysed repository may say: its values without those that take more of the machine
 * than the default does, or that end a run. They are ignored, not refused, since a stranger's file shall not decide
 * whether there is a report.
 */
export function modestValues(said: SaidValues, flags: readonly Flag[]): ModestValues {
  const values = new Map(said);
  const notes: string[] = [];
  for (const { name, initial, exceeds } of flags) {
    const value = said.get(name);
    if (value === undefined || exceeds === undefined || !isExcess(value, exceeds)) continue;
    values.delete(name);
    notes.push(
      `Ignoring ${value.source}: a repository may not ask for more than the default, ${initial}; ` +
        `--${name} and a file of --config may`,
    );
  }
  return { values, notes };
}

/** What cannot be read is left for the flag to refuse. */
function isExcess({ texts }: SaidValue, exceeds: (text: string) => boolean): boolean {
  try {
    return exceeds(texts.at(-1) ?? '');
  } catch {
    return false;
  }
}
