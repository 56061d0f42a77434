/**
 * Numbers of subsystems: the first folder of a path, or the root. BOUNDED BY: 65,536 names; what comes later shares
 * the last number.
 */
export class Subsystems {
  readonly #ids = new Map<string, number>();

  get count(): number {
    return this.#ids.size;
  }

  of(path: string): number {
    const slash = path.indexOf('/');
    const name = slash < 0 ? '' : path.slice(0, slash);
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    if (this.#ids.size >= subsystemsMax) return subsystemsMax - 1;
    this.#ids.set(name, this.#ids.size);
    return this.#ids.size - 1;
  }
}

const subsystemsMax = 65_536;
