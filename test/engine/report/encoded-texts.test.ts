import { describe, expect, test } from 'vitest';
import { EncodedTexts } from '../../../engine/report/encoded-texts.ts';
import { TextBuffer } from '../../../engine/report/text-buffer.ts';
import { randomFrom } from '../../support/random.ts';

const random = randomFrom(733);
const below = (bound: number): number => Math.floor(random() * bound);
const letters = ['a', '/', '"', '\\', '\n', 'ä', '漢', '🌍', '\ud800', ' '];
const word = (length: number): string => Array.from({ length }, () => letters[below(letters.length)]!).join('');

/** Appends the same to a buffer and to a string. */
function pour(texts: EncodedTexts, words: Iterable<string>): void {
  const out = new TextBuffer();
  for (const text of words) {
    const start = out.length;
    texts.append(out, text);
    expect(Buffer.from(out.bytes.subarray(start, out.length)).toString()).toBe(JSON.stringify(text));
    if (out.length > 40_000) out.clear();
  }
}

describe('EncodedTexts', () => {
  test('says what JSON.stringify says, the first time and later', () => {
    const words = Array.from({ length: 400 }, (_, at) => word(at % 140));
    const texts = new EncodedTexts();
    pour(texts, words);
    pour(texts, words);
  });

  test('goes on when its memory is full of strings that come again', () => {
    const words = Array.from({ length: 9000 }, (_, at) => `${at} ${'x'.repeat(at % 120)}`);
    const texts = new EncodedTexts();
    pour(
      texts,
      words.flatMap((text) => [text, text, text]),
    );
    pour(texts, words);
    const short = Array.from({ length: 20_000 }, (_, at) => at.toString(36));
    pour(
      texts,
      short.flatMap((text) => [text, text]),
    );
  });

  test('stops to remember what never comes again, until the next section', () => {
    const texts = new EncodedTexts();
    pour(
      texts,
      Array.from({ length: 9000 }, (_, at) => `${at}`),
    );
    texts.reset();
    pour(texts, ['one', 'one', '7', '7']);
  });
});
