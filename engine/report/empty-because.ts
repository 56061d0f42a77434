import type { Section } from '../contract.ts';

/** Completes "no rows: …" for a section without rows. */
export function emptyBecause({ show }: Pick<Section, 'show'>): string {
  return show?.emptyBecause ?? 'nothing in this history belongs here';
}
