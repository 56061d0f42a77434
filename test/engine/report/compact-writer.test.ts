import { describe, expect, test } from 'vitest';
import { analyzer, record, sampleAnalyzers, sampleHead, table } from './sample-report.ts';
import { textOf, written } from './written.ts';

describe('CompactWriter', () => {
  test('CompactWriter gives a line a section, the head first and the digest last', () => {
    const { bytes, report } = written('compact', sampleAnalyzers());
    expect(bytes.toString().split('\n')).toEqual([
      'codefang version=1.2.3 head=0123456789abcdef0123456789abcdef01234567 commits=12345 ' +
        'mainline_commits=9876 merges=2469 first_commit_at=2005-04-07T22:13:13Z ' +
        'last_commit_at=2024-02-01T00:00:00Z tick_seconds=86400 complete=true missing_objects=0 ' +
        'shallow=false binary_files=1200',
      'history/devs developers rows=2 name="Ada, \\"the first\\"" commits=8000',
      'history/devs churn rows=0',
      'history/devs aggregate total_commits=8400 share=0.5 complete=true',
      'history/file-history hotspots rows=1 path=a/b.c commit_count=3',
      `codefang digest=${report.outcome === 'written' ? report.digest : ''}`,
      '',
    ]);
  });

  test('CompactWriter shows the leading row as the text summary orders them', () => {
    const rows = [
      ['a.c', 5, 1],
      ['b.c', 50, 2],
      ['c.c', 7, 3],
    ];
    const one = analyzer('history/couples', table('file_ownership', 'file:string lines:int contributors:int', rows));
    expect(textOf('compact', [one])).toContain(
      'history/couples file_ownership rows=3 file=b.c lines=50 contributors=2\n',
    );
  });

  test('CompactWriter keeps a section on its line, whatever the text', () => {
    const odd = 'a\nb = "c"\u001b[31m';
    const one = analyzer('a', record('s', 'x:string y:string z:record', [odd, '', { deep: 1 }]));
    const [, line] = textOf('compact', [one], { ...sampleHead, completeness: {} }).split('\n');
    expect(line).toBe(`a s x=${JSON.stringify(odd)} y=""`);
  });
});
