const words = 'value item count name list tree node path line text edit mark hash pack page slot'.split(' ');

/**
 * The text of a line by its number. A third are braces, blanks and the like, and some calls repeat as well, so
 * that many of the hunks between two versions can slide.
 */
export function lineText(line: number): string {
  const mixed = Math.imul(line, 0x9e3779b1) >>> 0;
  const indent = '  '.repeat((mixed >>> 10) & 3);
  const kind = mixed >>> 28;
  if (kind < 2) return `${indent}}\n`;
  if (kind < 4) return '\n';
  if (kind === 4) return `${indent}{\n`;
  if (kind === 5) return `${indent}return ${words[(mixed >>> 20) & 3]};\n`;
  const word = words[(mixed >>> 24) & 15];
  const argument = kind < 9 ? (mixed >>> 16) & 3 : line;
  return `${indent}${word} = ${words[(mixed >>> 20) & 15]}(${argument});\n`;
}
