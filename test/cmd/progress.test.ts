import { describe, expect, test } from 'vitest';
import { createProgress, type Progress, type ProgressOptions } from '../../cmd/progress.ts';

const MiB = 1024 * 1024;

interface Stage {
  readonly progress: Progress;
  readonly written: string[];
  /** Milliseconds of the pretended clock. */
  now: number;
}

function stage(options: Partial<ProgressOptions>): Stage {
  const written: string[] = [];
  const made = { written, now: 0 };
  const progress = createProgress({
    verbosity: 'normal',
    isTerminal: true,
    write: (text) => written.push(text),
    columns: () => 120,
    now: () => made.now,
    ...options,
  });
  return Object.assign(made, { progress });
}

function play({ progress }: Stage): void {
  progress.phase('analysing');
  progress.survey(10);
  progress.commits(1, 2, 1, 2);
  progress.chunk('chunk 1: 1 of 2 commits');
  progress.note('worth knowing');
  progress.done();
}

describe('createProgress()', () => {
  test('writes nothing when quiet', () => {
    const quiet = stage({ verbosity: 'quiet' });
    play(quiet);
    expect(quiet.written).toEqual([]);
  });

  test('writes a plain line for a chunk and a note where there is no terminal', () => {
    const plain = stage({ isTerminal: false });
    play(plain);
    expect(plain.written).toEqual(['codefang: chunk 1: 1 of 2 commits\n', 'codefang: worth knowing\n']);
  });

  test('adds phases when verbose', () => {
    const plain = stage({ isTerminal: false, verbosity: 'verbose' });
    play(plain);
    expect(plain.written[0]).toBe('codefang: analysing\n');
  });
});

describe('StatusLine', () => {
  test('shows one bar, of the work, and rate, time left and memory beside it', () => {
    const on = stage({});
    on.progress.phase('analysing');
    on.now = 200;
    on.progress.commits(100, 1100, 256 * MiB, 512 * MiB);
    on.now = 2200;
    on.progress.commits(600, 1100, 384 * MiB, 512 * MiB);
    expect(on.written.at(-1)).toBe(
      '\r\u001b[Kanalysing [#####-----]  54%  600/1100 commits  250/s  a few seconds left  384 MiB of 512 MiB',
    );
  });

  test.each([
    [40, 'about 40 s left'],
    [42, 'about 45 s left'],
    [93, 'about 2 min left'],
    [600, 'about 10 min left'],
    [4300, 'about 1 h 10 min left'],
    [7200, 'about 2 h left'],
  ])('guesses %i s no more precisely than "%s"', (seconds, shown) => {
    const on = stage({});
    on.progress.commits(0, 1000 + seconds * 500, MiB, 0);
    on.now = 2000;
    on.progress.commits(1000, 1000 + seconds * 500, MiB, 0);
    expect(on.written.at(-1)).toContain(`  500/s  ${shown}  `);
  });

  test('is drawn at most ten times a second', () => {
    const on = stage({});
    for (let at = 0; at <= 1000; at += 1) {
      on.now = at;
      on.progress.commits(at, 1000, MiB, 0);
    }
    expect(on.written.length).toBe(11);
  });

  test('is cut to the terminal, whose last column stays empty', () => {
    const on = stage({ columns: () => 20 });
    on.progress.commits(1, 2, MiB, MiB);
    expect(on.written.at(-1)?.replace('\r\u001b[K', '').length).toBe(19);
  });

  test('is cleared before a note and at the end, once', () => {
    const on = stage({});
    on.progress.phase('analysing');
    on.progress.note('worth knowing');
    on.progress.done();
    on.progress.phase('writing');
    on.progress.done();
    on.progress.done();
    expect(on.written).toEqual([
      '\r\u001b[Kanalysing',
      '\r\u001b[K',
      'codefang: worth knowing\n',
      '\r\u001b[Kwriting',
      '\r\u001b[K',
    ]);
  });

  test('keeps chunks to itself unless verbose', () => {
    const on = stage({});
    on.progress.chunk('chunk 1');
    expect(on.written).toEqual([]);
    const verbose = stage({ verbosity: 'verbose' });
    verbose.progress.chunk('chunk 1');
    expect(verbose.written).toEqual(['codefang: chunk 1\n']);
  });

  test('shows memory alone when there is no budget', () => {
    const on = stage({});
    on.progress.commits(0, 0, 3 * MiB, 0);
    expect(on.written.at(-1)).toBe('\r\u001b[K [##########] 100%  0/0 commits  3 MiB');
  });
});
