/**
 * Text of a repository made safe to show on a terminal: what would move the cursor, change colours,
 * ring, break the line or turn the direction of writing is shown as `\x1b` or `\u202e`. A lone
 * surrogate becomes U+FFFD.
 */
export function visibleText(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return text.replace(/\p{Surrogate}/gu, '\ufffd').replace(hidden, escaped);
}

/**
 * Controls (C0, DEL, C1), line and paragraph separators, direction marks and overrides, byte order
 * marks.
 */
const hidden =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
}

function hex(code: number, digitCount: number): string {
  return code.toString(16).padStart(digitCount, '0');
}
