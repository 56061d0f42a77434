type Column = Int8Array | Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

/** A longer copy of a typed array; the values behind the old ones are 0. */
export function grown<Kind extends Column>(old: Kind, length: number): Kind {
  const bigger = new (old.constructor as new (length: number) => Kind)(length);
  bigger.set(old);
  return bigger;
}
