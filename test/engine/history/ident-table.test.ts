import { describe, expect, test } from 'vitest';
import { IdentTable } from '../../../engine/history/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { randomFrom } from '../../support/random.ts';

describe('IdentTable', () => {
  test('intern() gives one id to one pair, wherever and however its bytes lie', () => {
    const table = new IdentTable();
    const inPlace = Buffer.from('..A U Thor <a@b> 1 +0000');
    const apart = Buffer.from('a@b A U Thor');
    expect(table.intern(inPlace, 2, 10, 12, 15)).toBe(0);
    expect(table.intern(apart, 4, 12, 0, 3)).toBe(0);
    expect(table.intern(apart, 4, 11, 0, 3)).toBe(1);
    expect(table.intern(apart, 4, 4, 0, 3)).toBe(2);
    expect(table.intern(apart, 4, 12, 0, 0)).toBe(3);
    expect(table.intern(Buffer.from('A U Thor |a@b'), 0, 8, 10, 13)).toBe(0);
    expect(table.count).toBe(4);
    expect([0, 1, 2, 3].map((id) => textOf(table, id))).toEqual(['A U Thor|a@b', 'A U Tho|a@b', '|a@b', 'A U Thor|']);
  });

  test('intern() takes names and e-mails of any length', () => {
    const table = new IdentTable();
    const long = Buffer.from(`${'e'.repeat(5000)}${'n'.repeat(3000)}`);
    const bytesBefore = table.bytes;
    const id = table.intern(long, 5000, 8000, 0, 5000);
    expect(table.nameOf(id).toString()).toBe('n'.repeat(3000));
    expect(table.emailOf(id).toString()).toBe('e'.repeat(5000));
    expect(table.bytes).toBeGreaterThan(bytesBefore + 8000);
  });

  test('internLine() cuts odd lines as git does', () => {
    const random = randomFrom(42);
    const words = ['A', ' ', ' ', '\t', '<', '<', '>', '>', 'x@y', ',', '.', '"', '\xe9', '\r'];
    const lines = [
      'A U Thor <a@b> 1 +0000',
      '<a@b> 1 +0000',
      ' <a@b> 1 +0000',
      '  Lead <a@b> 1 +0000',
      'Trail \t  <a@b> 1 +0000',
      'Tight<a@b> 1 +0000',
      'A <> 1 +0000',
      'A < a@b > 1 +0000',
      'A <a<b>c>d> 1 +0000',
      'A <a@b>',
      'A a@b 1 +0000',
      'A <a@b 1 +0000',
      'A > <a@b> 1 +0000',
      '',
      '<>',
    ];
    for (let i = 0; i < 60; i += 1) {
      const length = 1 + Math.floor(random() * 9);
      const line = Array.from({ length }, () => words[Math.floor(random() * words.length)]).join('');
      lines.push(`${line} 1 +0000`);
    }
    const table = new IdentTable();
    const ours = lines.map((line) => {
      const bytes = Buffer.from(`author ${line}\n`, 'latin1');
      return textOf(table, table.internLine(bytes, 7, bytes.length - 1));
    });
    expect(ours).toEqual(shownByGit(lines));
  });
});

function textOf(table: IdentTable, id: number): string {
  return `${table.nameOf(id).toString('latin1')}|${table.emailOf(id).toString('latin1')}`;
}

/** Writes a commit for each author line, in a chain, and asks git for the names. */
function shownByGit(lines: readonly string[]): string[] {
  using fixture = GitFixture.init();
  const tree = fixture.gitBytes(['mktree'], { input: '' }).toString().trim();
  let parent = '';
  for (const line of lines) {
    const text = `tree ${tree}\n${parent}author ${line}\ncommitter C <c> 1 +0000\n\nm\n`;
    const words = ['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'];
    const oid = fixture
      .gitBytes(words, { input: Buffer.from(text, 'latin1') })
      .toString()
      .trim();
    parent = `parent ${oid}\n`;
  }
  const oid = parent.slice(7).trim();
  // Git would guess an encoding otherwise and rewrite bytes beyond ASCII.
  const words = ['-c', 'i18n.logOutputEncoding=', 'log', '-z', '--reverse', '--topo-order', '--format=%an|%ae', oid];
  const shown = fixture.gitBytes(words).toString('latin1').split('\0');
  return shown.slice(0, lines.length);
}
