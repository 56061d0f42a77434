/**
 * Text of a repository made safe to show: controls and marks that turn the direction of writing are
 * shown as their codes, and half of a character becomes U+FFFD.
 */
export function visibleText(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return text.replace(/\p{Surrogate}/gu, '\ufffd').replace(hidden, (mark) => {
    const code = mark.charCodeAt(0);
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

const hidden = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * Reads a data block so that all of its texts can be shown. Plain text without escapes hides nothing, and is
 * read faster.
 */
export function parseVisible(json: string): unknown {
  if (/^[ -~\n]*$/.test(json) && !/\\[^"\\/]/.test(json)) return JSON.parse(json);
  return JSON.parse(json, (_key, value: unknown) => (typeof value === 'string' ? visibleText(value) : value));
}
