import { describe, expect, test } from 'vitest';
import { trailersOf } from '../../../engine/notes/trailer-block.ts';
import { GitFixture } from '../../support/git-fixture.ts';

const messages: readonly string[] = [
  'subject only',
  'Signed-off-by: A <a@b>',
  'subject\n\nbody\n\nSigned-off-by: A <a@b>\nCo-authored-by:  B <b@b>  \n',
  'subject\n\nCo-authored-by: B <b@b>\nno trailer\n',
  'subject\n\nSigned-off-by: B <b@b>\nno trailer\nnor this\nor this\n',
  'subject\n\nSigned-off-by: B <b@b>\n1\n2\n3\n4\n',
  'subject\n\nKey : value\n  goes on\n\tand on\nOther:no blank\n',
  'subject\n\nbody\n\n  indented: first\nKey: value\n',
  'subject\n\nKey: value\n\n\n   \n',
  'subject\n\nKey: value\n# a comment\n',
  'subject\n\nKey: value\n\nConflicts:\n\ta.c\n\tb.c\n',
  'subject\n\nKey: value\n---\n file | 1 +\n',
  'subject\n\nKey: value\n\n# ------------------------ >8 ------------------------\nOther: x\n',
  'subject\n\n(cherry picked from commit 0123456789012345678901234567890123456789)\nKey: v\n',
  'subject\nsecond line of it\n\nhttps://example.org/a\n',
  'subject\n\nbody https: //x\n\nFixes: 12345 ("x")\nCc: <x@y>\n',
  '\n\n  \nsubject\n\nKey: value\n',
  'a: b\nc: d\n\ne_f: g\n',
  'x\n\n: no key\nKey: v\n',
];

describe('trailers', () => {
  test('are those that git finds', () => {
    using fixture = GitFixture.init();
    const ids = messages.map((message) => fixture.commit({ message }));
    for (const [at, id] of ids.entries()) {
      const format = '--format=%(trailers:only,unfold,key_value_separator=%x00,separator=%x01)';
      const said = fixture.gitBytes(['log', '-1', format, id]).toString().replace(/\n$/, '');
      const found = trailersOf(messages[at]!.replace(/^\s*\n/, ''));
      expect(found.map(({ key, value }) => `${key}\0${value}`).join('\u0001'), messages[at]).toBe(said);
    }
  });

  test('a million of them are read in less than a few seconds', () => {
    expect(trailersOf(`subject\n\n${'Co-authored-by: B <b@b>\n'.repeat(5000)}`)).toHaveLength(5000);
  });
});
