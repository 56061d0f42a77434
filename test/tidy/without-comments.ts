/** Strings, templates and regular expressions are stepped over, so that `//` inside them is no comment. */
const comment = /\/\/[^\n]*|\/\*[^]*?\*\//;
const text = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[^])*`/;
const pattern = /(?<=[(,=:[!&|?{};]\s*)\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/;
const token = new RegExp([comment, text, pattern].map(({ source }) => source).join('|'), 'g');

/** The text with every comment replaced by blanks; line ends stay. */
export function withoutComments(code: string): string {
  return code.replaceAll(token, (found) => {
    const isComment = found.startsWith('//') || found.startsWith('/*');
    return isComment ? found.replaceAll(/[^\n]/g, ' ') : found;
  });
}
