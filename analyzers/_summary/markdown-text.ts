import { visibleText } from '../../engine/index.ts';

/** Breaks up what hosting sites make links of; takes no room and is not seen. */
const joiner = '\u2060';

/**
 * A text of the repository as Markdown that shows it and does nothing else: no markup, no HTML, no link, no picture,
 * no mention, no break of a line or a table. Marks are character references, which never act as marks; a mention or
 * an address that a site would find in the finished text is broken up by a character that is not seen.
 */
export function markdownText(text: string): string {
  return visibleText(text)
    .trim()
    .replace(/[@#](?=\S)/g, `$&${joiner}`)
    .replace(/:(?=\/\/|[\w+-]+:)/g, `:${joiner}`)
    .replace(/(?<=\bwww)\./gi, `${joiner}.`)
    .replace(/(?<=\bGH)-(?=\d)/gi, `-${joiner}`)
    .replace(/[\\`*[\]<>&|~$]/g, reference)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, reference)
    .replace(/^[-+=#]|(?<=^\d{1,9})[.)](?=\s|$)/, reference);
}

function reference(mark: string): string {
  return `&#${mark.charCodeAt(0)};`;
}
