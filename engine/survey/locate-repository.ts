import { findRepository, readReplacedObjects, type RepositoryLocation } from '../git/index.ts';

/**
 * Finds a repository, with the objects that are read in the place of others unless that is turned off.
 * @param bytesMax what the list of them may take
 * @throws {CodefangError} NOT_FOUND
 */
export function locateRepository(path: string, bytesMax: number, usesReplacements = true): RepositoryLocation {
  const location = findRepository(path);
  if (!usesReplacements || !location.usesReplaceRefs) return location;
  const replaced = readReplacedObjects(location, bytesMax);
  return replaced === undefined ? location : { ...location, replaced };
}
