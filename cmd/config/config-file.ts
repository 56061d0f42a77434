import { CodefangError } from '../../engine/index.ts';
import type { Flag } from '../flags/flag.ts';
import { type SaidValue, type SaidValues, sourceRank } from '../flags/said-value.ts';
import { didYouMean } from '../nearest-name.ts';
import { placedPath } from './placed-path.ts';
import { readYaml, type YamlEntry, type YamlValue } from './read-yaml.ts';

export interface ConfigFile {
  readonly path: string;
  /** `repository`: it came with what is analysed, and so may not say where things are written. */
  readonly owner: 'repository' | 'user';
}

/**
 * What a configuration file says. Its keys are the names of the flags; those of an analyzer may
 * also stand in a section of its name:
 *
 *   memory-budget: 512MiB
 *   burndown:
 *     granularity: 30        # as burndown-granularity: 30
 *
 * @param sections names of analyzers, the first part of their flags' names
 * @throws {CodefangError} USAGE with file and line, for whatever no flag stands for
 */
export async function readConfigFile(
  file: ConfigFile,
  flags: readonly Flag[],
  sections: readonly string[],
): Promise<SaidValues> {
  const said = new Map<string, SaidValue>();
  const put = (name: string, shownKey: string, entry: YamlEntry): void => {
    const source = `"${shownKey}" in ${file.path}:${entry.line}`;
    const flag = flags.find((known) => known.name === name);
    if (flag === undefined) throw unknownKey(source, name, shownKey, flags, sections);
    if (said.has(name)) {
      throw refusal(source, `it is also said by ${said.get(name)?.source}, expected one of them`);
    }
    checkOwner(flag, file, source);
    const texts = textsOf(flag, entry.value, source);
    said.set(name, {
      texts: texts.map((text) => placedPath(flag, file, text, source)),
      source,
      rank: sourceRank.config,
    });
  };
  for (const entry of await readYaml(file.path)) {
    const { key, value } = entry;
    if (!sections.includes(key)) {
      put(key, key, entry);
    } else if (value.kind === 'map') {
      for (const inner of value.entries) put(`${key}-${inner.key}`, `${key}.${inner.key}`, inner);
    } else {
      const source = `"${key}" in ${file.path}:${entry.line}`;
      throw refusal(source, `expected a section with options of the analyzer "${key}"`);
    }
  }
  return said;
}

function textsOf(flag: Flag, value: YamlValue, source: string): readonly string[] {
  if (value.kind === 'text') return [value.text];
  if (value.kind === 'list' && flag.isList === true) return value.texts;
  const expected = flag.isList === true ? 'a value or a list of values' : 'a single value';
  throw refusal(source, `expected ${expected}`);
}

function checkOwner(flag: Flag, file: ConfigFile, source: string): void {
  if (flag.configuredBy === 'nobody') {
    throw refusal(source, `only --${flag.name} and the environment may say it`);
  }
  if (flag.configuredBy === 'repository' || file.owner === 'user') return;
  throw refusal(
    source,
    `the analysed repository may not decide it, expected it in --${flag.name}, ` +
      'the environment or a file named by --config',
  );
}

function unknownKey(
  source: string,
  name: string,
  shownKey: string,
  flags: readonly Flag[],
  sections: readonly string[],
): CodefangError {
  const section = shownKey.includes('.') ? shownKey.slice(0, shownKey.indexOf('.')) : undefined;
  const inSection = flags.filter((flag) => flag.name.startsWith(`${section}-`));
  if (section === undefined || inSection.length === 0) {
    const known = [...flags.map((flag) => flag.name), ...sections];
    return refusal(source, `there is no such option${didYouMean(name, known)}`);
  }
  const known = inSection.map((flag) => flag.name.slice(section.length + 1));
  const hint = didYouMean(name.slice(section.length + 1), known);
  return refusal(source, `options of ${section} are ${known.join(', ')}${hint}`);
}

function refusal(source: string, state: string): CodefangError {
  return new CodefangError('USAGE', `Cannot use ${source}: ${state}`);
}
