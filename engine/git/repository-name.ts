import { basename, dirname, join } from 'node:path';
import { readGitConfig } from './git-config.ts';
import type { RepositoryLocation } from './repository.ts';

const nameLengthMax = 100;

/**
 * What people call a repository: the last part of the address it was cloned from, else the name of its folder. Both
 * differ from one copy to the next, so neither belongs into a report.
 */
export function repositoryName({ gitDir, commonDir }: RepositoryLocation): string {
  const folder = basename(commonDir) === '.git' ? dirname(commonDir) : commonDir;
  const [name = ''] = [originUrl({ gitDir, commonDir }) ?? '', folder]
    .map((place) => place.replace(/[/\\]+$/, '').replace(/\.git$/, ''))
    .map((place) => place.slice(place.search(/[^/\\:]*$/)))
    .filter((place) => place !== '');
  return name.slice(0, nameLengthMax);
}

/** `remote.origin.url` as it stands in the configuration; undefined when there is none. */
export function originUrl({ commonDir }: Pick<RepositoryLocation, 'gitDir' | 'commonDir'>): string | undefined {
  return readGitConfig(join(commonDir, 'config')).findLast(
    ({ section, subsection, name }) => section === 'remote' && subsection === 'origin' && name === 'url',
  )?.value;
}
