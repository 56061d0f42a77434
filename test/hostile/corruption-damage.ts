import { readFileSync } from 'node:fs';
import { randomFrom } from '../support/random.ts';
import type { CorruptionTarget } from './corruption-target.ts';
import { aimedDistances, aimedGraphs, aimedOffsets } from './aimed-damage.ts';

/** New content of files, and the words that name the damage. */
export interface Damage {
  readonly words: string;
  readonly files: readonly (readonly [path: string, bytes: Uint8Array])[];
}

/** The damages of a target in their order: all cases of a list, of which a run takes some. */
export interface DamageList {
  readonly count: number;
  at(nth: number): Damage;
}

/**
 * Every byte with one flipped bit, then a cut at every length, then the other seven bits of every byte; or the aimed
 * damages. `file` is where the target lies, which for state is in a copy.
 */
export function damagesOf(target: CorruptionTarget, file: string, seed: number): DamageList {
  if (target.damage === 'distances') return listOf(aimedDistances(file, target.isResealed));
  if (target.damage === 'offsets') return listOf(aimedOffsets(file, target.isResealed));
  if (target.damage === 'graph') return listOf(aimedGraphs(file));
  const bytes = readFileSync(file);
  return { count: bytes.length * 9, at: (nth) => damageOfBytes(file, bytes, nth, seed) };
}

function listOf(damages: readonly Damage[]): DamageList {
  return { count: damages.length, at: (nth) => damages[nth]! };
}

function damageOfBytes(file: string, bytes: Buffer, nth: number, seed: number): Damage {
  const round = Math.floor(nth / bytes.length);
  const at = nth % bytes.length;
  if (round === 1) return { words: `cut to ${at} bytes`, files: [[file, bytes.subarray(0, at)]] };
  const first = Math.floor(randomFrom(seed ^ Math.imul(at + 1, 0x9e3779b1))() * 8);
  const bit = (first + (round === 0 ? 0 : round - 1)) % 8;
  const flipped = Buffer.from(bytes);
  flipped[at]! ^= 1 << bit;
  return { words: `bit ${bit} of byte ${at}`, files: [[file, flipped]] };
}
