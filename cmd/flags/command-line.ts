import { type Command, Option } from 'commander';
import { type Flag, flagCategories } from './flag.ts';
import { type SaidValue, type SaidValues, sourceRank } from './said-value.ts';

/** The values of flags by name, as often as they were said; a switch says `true` or `false`. */
export type SaidFlags = Readonly<Record<string, readonly string[]>>;

/** Adds flags to a command, under the headings of their categories. */
export function addFlags(command: Command, flags: readonly Flag[]): void {
  for (const category of flagCategories) {
    const heading = `${category[0]!.toUpperCase()}${category.slice(1)}:`;
    for (const flag of flags) {
      if (flag.category !== category) continue;
      for (const option of optionsOf(flag)) command.addOption(option.helpGroup(heading));
    }
  }
}

/** What was said of them, to be called when the command line is parsed. */
export function saidFlags(command: Command, flags: readonly Flag[]): SaidFlags {
  const said: Record<string, readonly string[]> = {};
  const values = command.opts<Record<string, boolean | readonly string[]>>();
  for (const flag of flags) {
    const value = values[attributeOf(flag)];
    if (value === undefined) continue;
    said[flag.name] = typeof value === 'boolean' ? [String(value)] : value;
  }
  return said;
}

/** The same in the form that all sources have. */
export function commandLineValues(said: SaidFlags, flags: readonly Flag[]): SaidValues {
  const values = new Map<string, SaidValue>();
  for (const { name, kind, isNegatable } of flags) {
    const texts = said[name];
    if (texts === undefined) continue;
    const isTakenBack = (kind === 'switch' || isNegatable === true) && texts.at(-1) === 'false';
    const source = isTakenBack ? `--no-${name}` : `--${name}`;
    values.set(name, { texts, source, rank: sourceRank.commandLine });
  }
  return values;
}

/** A switch gets both forms, so that it can be taken back; help shows the first. */
function optionsOf(flag: Flag): readonly Option[] {
  const long = `--${flag.name}`;
  const short = flag.short === undefined ? '' : `-${flag.short}, `;
  const help = `${flag.help}${defaultNote(flag)}`;
  if (flag.kind !== 'switch') {
    const option = new Option(`${short}${long} <${flag.placeholder ?? flag.kind}>`, help);
    // What `--no-…` left there is no list.
    const append = (text: string, before: readonly string[] | boolean | undefined): readonly string[] => [
      ...(Array.isArray(before) ? (before as readonly string[]) : []),
      text,
    ];
    const taking = option.argParser<readonly string[] | boolean | undefined>(append);
    return flag.isNegatable === true ? [taking, new Option(`--no-${flag.name}`).hideHelp()] : [taking];
  }
  return [new Option(`${short}${long}`, help), new Option(`--no-${flag.name}`).hideHelp()];
}

function defaultNote({ name, kind, initial, isNegatable }: Flag): string {
  if (isNegatable === true) return ` (default: ${initial}; --no-${name} turns it off)`;
  if (kind !== 'switch') return initial === '' ? '' : ` (default: ${initial})`;
  return initial === 'true' ? ` (default; --no-${name} turns it off)` : '';
}

function attributeOf(flag: Flag): string {
  return new Option(`--${flag.name}`).attributeName();
}
