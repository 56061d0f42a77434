/** Habits of language that readers would have to translate, and what to write instead. */
export const foreignHabits: readonly { readonly pattern: RegExp; readonly instead: string }[] = [
  {
    pattern:
      /\b(bytes|file|files|lines?|rows?|record|object|blocks?|MiB) an? (table|row|line|commit|section|chunk|file)\b/i,
    instead: '"per": one CSV file per table',
  },
  { pattern: /\b(hears?|heard)\b/i, instead: 'receives, is called with' },
  { pattern: /\b(tells|told|tell (the|of|nothing|each|what|how))\b/i, instead: 'prints, reports, shows, returns' },
  { pattern: /\b(go|goes|went) on (with|from|without)\b|\bto go on\b|\bgoes on\b/i, instead: 'continues, resumes' },
  { pattern: /\bso (long|often|many|much)\b(?! (as|that)\b)/i, instead: 'this long, at most' },
  { pattern: /\b(anew|in vain|outdo(es)?)\b/i, instead: 'again, without success, takes precedence' },
  {
    pattern: /\bwhat (is|was|are|a run has|runs|an? [a-z]+) (kept|keep|left)\b/i,
    instead: 'saved state, leftover files',
  },
  { pattern: /\b(is|are) (none of ours|no (text|regular file|instant|commit id|object id))\b/i, instead: 'is not a …' },
];

/** The habits found in a text, as `line: words → instead`. */
export function foreignWords(text: string): string[] {
  return text.split('\n').flatMap((line, at) =>
    foreignHabits.flatMap(({ pattern, instead }) => {
      const found = pattern.exec(line);
      return found === null ? [] : [`${at + 1}: ${found[0]} → ${instead}`];
    }),
  );
}

/** Markdown without its code, lines kept. */
export function proseOf(markdown: string): string {
  return markdown.replace(/^```[^]*?^```$/gm, (block) => block.replace(/[^\n]/g, '')).replace(/`[^`\n]*`/g, '``');
}

/** The texts of a source file that people may read, one per line: string literals with a space in them. */
export function textsOf(source: string): string {
  const literals = source.match(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g) ?? [];
  const texts = literals.filter((literal) => literal.includes(' '));
  return texts.map((text) => text.replaceAll(/\$\{[^{}]*\}/g, '').replaceAll('\n', ' ')).join('\n');
}
