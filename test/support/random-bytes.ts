import { randomFrom } from './random.ts';

/** Bytes that do not compress, the same for the same seed. */
export function randomBytes(count: number, seed: number): Buffer {
  const random = randomFrom(seed);
  return Buffer.from(Uint8Array.from({ length: count }, () => Math.floor(random() * 256)));
}
