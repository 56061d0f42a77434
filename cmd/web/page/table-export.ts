import { element } from './element.ts';
import type { TableCell } from './table-spec.ts';

export interface ExportedTable {
  readonly name: string;
  readonly titles: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
}

/** Buttons that save a table as CSV (RFC 4180) and copy it as a spreadsheet pastes it. */
export function exportButtons(table: () => ExportedTable): HTMLElement[] {
  const save = element('button', { type: 'button', class: 'tool' }, 'CSV');
  save.setAttribute('aria-label', 'Download as CSV');
  save.addEventListener('click', () => download(table()));
  const copy = element('button', { type: 'button', class: 'tool' }, 'Copy');
  copy.setAttribute('aria-label', 'Copy the rows');
  copy.addEventListener('click', async () => {
    await copyText(joined(table(), '\t', tabbed, '\n'));
    copy.replaceChildren('Copied');
    setTimeout(() => copy.replaceChildren('Copy'), 1500);
  });
  return [save, copy];
}

function download(table: ExportedTable): void {
  const blob = new Blob(['\ufeff', joined(table, ',', quoted, '\r\n')], { type: 'text/csv' });
  const link = element('a', { href: URL.createObjectURL(blob), download: `${table.name}.csv` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A page from a file may not have the clipboard; then what is selected is copied. */
async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = element('textarea', { class: 'visually-hidden', 'aria-hidden': 'true' });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

function joined({ titles, rows }: ExportedTable, by: string, cell: (text: string) => string, end: string): string {
  const lines = [titles, ...rows].map((row) => row.map((value) => cell(String(value ?? ''))).join(by));
  return `${lines.join(end)}${end}`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function tabbed(text: string): string {
  return text.replace(/[\t\r\n]/g, ' ');
}
