import type { FinalFiles, PathClass } from '../contract.ts';
import { PathAttributes, pathClassOf } from '../source/index.ts';

/** More files of attributes than that are not read. */
const attributeFilesMax = 1000;
const attributesName = '.gitattributes';
/** In the order in which attributes decide; then the path does. */
const attributed: readonly PathClass[] = ['vendored', 'generated', 'docs'];

/**
 * The classes of paths, worked out when they are asked for. BOUNDED BY: 8 KiB of patterns.
 */
export class PathClasses {
  readonly #files: FinalFiles;
  readonly #readFile: (path: string) => Uint8Array | undefined;
  #attributes: PathAttributes | undefined;

  constructor(files: FinalFiles, readFile: (path: string) => Uint8Array | undefined) {
    this.#files = files;
    this.#readFile = readFile;
  }

  classOf(path: string): PathClass {
    const byPath = pathClassOf(path);
    const attributes = (this.#attributes ??= this.#readAttributes());
    if (attributes.isEmpty) return byPath;
    const bytes = Buffer.from(path);
    const said = attributed.map((one) => [one, attributes.says(bytes, one)] as const);
    const set = said.find(([, isSet]) => isSet === true);
    if (set !== undefined) return set[0];
    return said.some(([one, isSet]) => isSet === false && one === byPath) ? 'code' : byPath;
  }

  /** What a folder says comes behind what those above it say. */
  #readAttributes(): PathAttributes {
    const attributes = new PathAttributes();
    for (const path of this.#attributeFiles()) {
      const bytes = this.#readFile(path);
      const folder = path.slice(0, -attributesName.length);
      if (bytes !== undefined) attributes.add(folder, Buffer.from(bytes).toString('utf8'));
    }
    return attributes;
  }

  /** By depth, then in path order. */
  #attributeFiles(): string[] {
    const paths: string[] = [];
    for (let rank = 0; rank < this.#files.count && paths.length < attributeFilesMax; rank += 1) {
      const path = this.#files.path(rank);
      if (path === attributesName || path.endsWith(`/${attributesName}`)) paths.push(path);
    }
    return paths.sort((a, b) => depthOf(a) - depthOf(b));
  }
}

function depthOf(path: string): number {
  return path.split('/').length;
}
