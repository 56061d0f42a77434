import { TextMaker } from './text-maker.ts';

/** A pair of related texts: from a few lines to some thousands, of few or of many kinds of line. */
export function makePair(seed: number): [Buffer, Buffer] {
  const maker = new TextMaker(seed);
  if (seed % 3 === 0) return makeSources(maker, seed);
  const kinds = [3, 30, 300, 30_000][maker.below(4)]!;
  const lines = maker.lines(maker.below(seed % 10 === 0 ? 3_000 : 200), kinds);
  const editCount = maker.below(seed % 7 === 0 ? 400 : 12);
  const newer = maker.edited(lines, editCount, kinds);
  return [maker.text(lines), maker.text(newer)];
}

/**
 * Texts like source code: lines of their own between a few frequent ones, in stretches that were
 * rewritten.
 */
function makeSources(maker: TextMaker, seed: number): [Buffer, Buffer] {
  const frequent = ['', '}', '{', 'end'];
  const own = 2 + maker.below(12);
  const line = (): string => (maker.below(own) === 0 ? `${frequent[maker.below(4)]}\n` : `own ${maker.below(1e9)}\n`);
  const stretch = (countMax: number): string[] => Array.from({ length: maker.below(countMax) }, line);
  const old: string[] = [];
  const newer: string[] = [];
  const rounds = seed % 60 === 0 ? 120 : 6;
  for (let i = 0; i < rounds; i += 1) {
    const shared = stretch(40);
    old.push(...shared, ...stretch(60));
    newer.push(...shared, ...stretch(60));
  }
  return [maker.text(old), maker.text(newer)];
}

/**
 * Texts whose hunks can slide: indented blocks of few kinds of line with blank lines between, of which
 * some came, went, moved or were changed, between shared ends of any size.
 */
export function makeBlocks(seed: number): [Buffer, Buffer] {
  const maker = new TextMaker(seed);
  const wordKinds = [2, 6, 40][maker.below(3)]!;
  const blocks = Array.from({ length: 1 + maker.below(12) }, () => block(maker, wordKinds));
  const newer = [...blocks];
  for (let edits = 1 + maker.below(4); edits > 0; edits -= 1) {
    const at = maker.below(newer.length + 1);
    const kind = maker.below(5);
    if (kind === 0) newer.splice(at, 0, block(maker, wordKinds));
    else if (kind === 1) newer.splice(at, 1);
    else if (kind === 2) newer.splice(at, 0, ...newer.slice(at, at + 1 + maker.below(3)));
    else if (kind === 3) newer.splice(at, 2, ...newer.slice(at, at + 2).reverse());
    else if (at < newer.length) newer[at] = maker.edited(newer[at]!, 2, wordKinds);
  }
  const head = manyLines(maker, wordKinds);
  const tail = manyLines(maker, wordKinds);
  return [maker.text([...head, ...blocks.flat(), ...tail]), maker.text([...head, ...newer.flat(), ...tail])];
}

function block(maker: TextMaker, wordKinds: number): string[] {
  const lines = ['f() {\n'];
  const indents = ['', '  ', '\t', '        ', '\t  '];
  for (let count = maker.below(5); count > 0; count -= 1) {
    if (maker.below(5) === 0) lines.push(['\n', ' \n', '\t\r\n'][maker.below(3)]!);
    else lines.push(`${indents[maker.below(5)]}${maker.word(wordKinds)}\n`);
  }
  lines.push('}\n');
  for (let count = maker.below(3); count > 0; count -= 1) lines.push('\n');
  return lines;
}

/** Often nothing, often enough for git to cut some of it off; now and then the same line over and over. */
function manyLines(maker: TextMaker, wordKinds: number): string[] {
  const count = maker.below(3) === 0 ? 0 : maker.below(400);
  if (maker.below(6) > 0) return maker.lines(count, wordKinds);
  return Array.from({ length: count }, () => '}\n');
}

/**
 * Texts with a shared tail of any size, of the lines that lie between and of frequent ones: git cuts
 * the tail off for positions, but not for counts, so that other lines are frequent and crowded out.
 */
export function makeTails(seed: number): [Buffer, Buffer] {
  const maker = new TextMaker(seed);
  const frequent = ['', '}', '  end'];
  const kinds = 20 + maker.below(300);
  const frequentEvery = 2 + maker.below(6);
  const line = (side: string): string => {
    if (maker.below(frequentEvery) === 0) return `${frequent[maker.below(3)]}\n`;
    return `${side} ${maker.below(kinds)}\n`;
  };
  const stretch = (countMax: number, side: string): string[] =>
    Array.from({ length: maker.below(countMax) }, () => line(side));
  const head = stretch(60, 'old');
  const tail = maker.below(4) === 0 ? repeated(stretch(4, 'both'), maker.below(200)) : stretch(400, 'old');
  const old = [...head];
  const newer = [...head];
  for (let rounds = 1 + maker.below(4); rounds > 0; rounds -= 1) {
    old.push(...stretch(30, 'old'));
    newer.push(...stretch(30, 'new'));
    const both = stretch(4, 'both');
    old.push(...both);
    newer.push(...both);
  }
  (maker.below(2) === 0 ? old : newer).push(...tail.slice(0, maker.below(6)));
  return [Buffer.from([...old, ...tail].join('')), Buffer.from([...newer, ...tail].join(''))];
}

function repeated(lines: readonly string[], times: number): string[] {
  return Array.from({ length: times }, () => lines).flat();
}

/**
 * Texts with lines of their own that all occur in the shared head: git's search spends its bound on
 * them and gives up lines that both have.
 */
export function makeFarApart(seed: number): [Buffer, Buffer] {
  const maker = new TextMaker(seed);
  const numbered = (word: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${word} ${i}\n`);
  const oldOwn = numbered('old', 250 + maker.below(500));
  const newOwn = numbered('new', 250 + maker.below(500));
  const kept = numbered('kept', 1 + maker.below(30));
  const head = [...oldOwn, ...newOwn, 'head\n'];
  return [
    Buffer.from([...head, ...kept, ...oldOwn, 'tail\n'].join('')),
    Buffer.from([...head, ...newOwn, ...kept, 'tail\n'].join('')),
  ];
}
