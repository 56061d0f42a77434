/**
 * About how wide a text is drawn, rather more than less: fonts differ, and a label must fit in any of them.
 * Measured on DejaVu Sans, the widest of those that we ask for.
 */
export function textPixels(text: string, fontPixels: number): number {
  let ems = 0;
  for (const character of text) ems += emsOf(character);
  return Math.ceil(ems * fontPixels);
}

function emsOf(character: string): number {
  if (/[ijlI.,:;'|!/\\()[\]tfr-]/.test(character)) return 0.42;
  if (/[mwMW@%…]/.test(character)) return 1;
  if (/[A-Z0-9]/.test(character)) return 0.7;
  return character <= '\u02ff' ? 0.64 : 1.25;
}
