/** RFC 4180 with LF or CRLF, without regard to how our writer does it. Quoted fields are told apart. */
export function parseCsv(text: string): { text: string; isQuoted: boolean }[][] {
  const rows: { text: string; isQuoted: boolean }[][] = [];
  let row: { text: string; isQuoted: boolean }[] = [];
  for (let at = 0; at < text.length;) {
    const isQuoted = text[at] === '"';
    let field = '';
    if (isQuoted) {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
        if (text[at] === undefined) throw new Error('an open quote at the end');
        field += text[at];
        if (text[at] === '"') at += 1;
      }
      at += 1;
    } else while (at < text.length && !',\n\r'.includes(text[at]!)) field += text[at++];
    row.push({ text: field, isQuoted });
    const next = text.startsWith('\r\n', at) ? '\r\n' : text[at];
    if (next === undefined) throw new Error('no line end at the end');
    if (next !== ',') {
      if (next !== '\n' && next !== '\r\n') throw new Error(`stray ${next}`);
      rows.push(row);
      row = [];
    }
    at += next.length;
    if (next === ',' && at === text.length) throw new Error('a comma at the end');
  }
  return rows;
}
