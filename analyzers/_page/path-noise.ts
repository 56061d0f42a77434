import { type PathClass, pathClassOf } from '../../engine/index.ts';

/** Locks and change logs, build files, translations, what others or programs wrote. */
const movers: ReadonlySet<PathClass> = new Set(['bookkeeping', 'config', 'data', 'generated', 'vendored']);
/** Documents that change with whatever else does. */
const lists = /(^|\/)(readme|authors|contributors|credits|maintainers)([-.][^/]*)?$/i;

/**
 * Whether a file is changed often because that is what it is for. Stored reports know paths alone, without the
 * attributes of the repository.
 */
export function isMeantToMove(path: string): boolean {
  return movers.has(pathClassOf(path)) || lists.test(path);
}

/**
 * The bare name of a file, the same for a source, its header, its test and its manual page.
 *
 * @example stemOf('t/t0021-convert.sh') === 'convert'
 */
export function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return name
    .replace(/(?<=.)\..*$/, '')
    .replace(/^(t\d+|git|tests?)[-_]/, '')
    .replace(/[-_.]?(tests?|spec|impl)$/, '');
}
