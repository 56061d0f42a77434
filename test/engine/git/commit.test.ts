import { describe, expect, test } from 'vitest';
import { parseCommit, ParsedCommit } from '../../../engine/git/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';

const tree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const parsed = new ParsedCommit();

interface Plain {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly authorEmail: string;
  readonly authorTime: number;
  readonly committer: string;
  readonly committerEmail: string;
  readonly committerTime: number;
  readonly message: string;
}

function plain(bytes: Buffer, oidBytes = 20): Plain {
  parseCommit(bytes, bytes.length, oidBytes, parsed);
  const hexAt = (at: number): string => bytes.toString('latin1', at, at + oidBytes * 2);
  return {
    tree: hexAt(parsed.treeHexStart),
    parents: [...parsed.parentHexStarts.subarray(0, parsed.parentCount)].map(hexAt),
    author: bytes.toString('utf8', parsed.authorNameStart, parsed.authorNameEnd),
    authorEmail: bytes.toString('utf8', parsed.authorEmailStart, parsed.authorEmailEnd),
    authorTime: parsed.authorTime,
    committer: bytes.toString('utf8', parsed.committerNameStart, parsed.committerNameEnd),
    committerEmail: bytes.toString('utf8', parsed.committerEmailStart, parsed.committerEmailEnd),
    committerTime: parsed.committerTime,
    message: bytes.toString('utf8', parsed.messageStart, bytes.length),
  };
}

function withAuthor(line: string): Plain {
  return plain(Buffer.from(`tree ${tree}\nauthor ${line}\ncommitter C <c@c> 7 +0000\n\nmessage\n`));
}

describe('parseCommit()', () => {
  test.each(['sha1', 'sha256'] as const)('equals git log, %s', (objectFormat) => {
    using fixture = GitFixture.init({ objectFormat });
    const author = { name: 'Jürgen Größe', email: 'j@example.org' };
    const committer = { name: 'C O Mitter', email: '' };
    const message = 'one\n\nbody\n';
    fixture.commit({ files: { a: '1' }, author, committer, message, zone: '-0730' });
    for (let i = 0; i < 20; i += 1) {
      fixture.git('switch', '-q', '-c', `side${i}`, 'main');
      fixture.commit({ files: { [`s${i}`]: '1' }, author });
    }
    fixture.git('switch', '-q', 'main');
    fixture.merge(Array.from({ length: 20 }, (_, i) => `side${i}`));
    const format = '--format=%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B%x01';
    const records = fixture.git('log', '-z', format).split('\x01').slice(0, -1);
    expect(records.length).toBe(22);
    for (const record of records) {
      const fields = record.replace(/^\0/, '').split('\0');
      const [hex, treeHex, parents, an, ae, at, cn, ce, ct, body] = fields;
      const bytes = fixture.gitBytes(['cat-file', 'commit', hex!]);
      const ours = plain(bytes, objectFormat === 'sha1' ? 20 : 32);
      expect(ours).toEqual({
        tree: treeHex,
        parents: parents === '' ? [] : parents!.split(' '),
        author: an,
        authorEmail: ae,
        authorTime: Number(at),
        committer: cn,
        committerEmail: ce,
        committerTime: Number(ct),
        message: body,
      });
    }
  });

  test.each([
    ['A U Thor <a@x> 12 +0200', 'A U Thor', 'a@x', 12],
    ['A U Thor <a@x> -12 +0200', 'A U Thor', 'a@x', -12],
    ['A U Thor <a@x> 12', 'A U Thor', 'a@x', 12],
    ['A U Thor <a@x>', 'A U Thor', 'a@x', 0],
    ['A U Thor <a@x> +0200', 'A U Thor', 'a@x', 0],
    ['A U Thor <a@x> 12:34 +0200', 'A U Thor', 'a@x', 0],
    ['A U Thor <a@x> garbage', 'A U Thor', 'a@x', 0],
    ['A U Thor <a@x> 99999999999999999999 +0000', 'A U Thor', 'a@x', 0],
    ['A U Thor <a@x> 4294967296 +0000', 'A U Thor', 'a@x', 2 ** 32],
    ['A U Thor <<a@x>> 12 +0000', 'A U Thor', '<a@x', 12],
    ['A U Thor <a@x>b> 12 +0000', 'A U Thor', 'a@x', 12],
    ['A U Thor <a@x 12 +0000', 'A U Thor', 'a@x 12 +0000', 0],
    ['A U Thor a@x 12 +0000', 'A U Thor a@x 12 +0000', '', 0],
    ['A U Thor <>  12 +0000', 'A U Thor', '', 12],
    ['<a@x> 12 +0000', '', 'a@x', 12],
    ['', '', '', 0],
  ])('reads the ident %j', (line, author, authorEmail, authorTime) => {
    const rest = { committer: 'C', committerTime: 7, message: 'message\n' };
    expect(withAuthor(line)).toMatchObject({ author, authorEmail, authorTime, ...rest });
  });

  test('skips signatures, merged tags and other headers', () => {
    const bytes = Buffer.from(
      `tree ${tree}\nparent ${tree}\nauthor A <a> 1 +0000\n` +
        `committer B <b> 2 +0000\nencoding latin1\n` +
        `gpgsig -----BEGIN\n author X <x> 9 +0000\n\n`.replace('\n\n', '\n \n') +
        `mergetag object ${tree}\n type commit\n author Y <y> 8 +0000\n\nthe message`,
    );
    const expected = { parents: [tree], author: 'A', committerTime: 2, message: 'the message' };
    expect(plain(bytes)).toMatchObject(expected);
  });

  test('reads commits without author, committer or message', () => {
    const empty = { author: '', authorTime: 0, committer: '', committerTime: 0, message: '' };
    expect(plain(Buffer.from(`tree ${tree}\n`))).toMatchObject(empty);
    const authored = plain(Buffer.from(`tree ${tree}\nauthor A <a> 1 +0000`));
    expect(authored).toMatchObject({ ...empty, author: 'A', authorTime: 1 });
  });

  test('forgets the commit before and what lies behind the length', () => {
    withAuthor('A <a> 5 +0000');
    const bytes = Buffer.from(`tree ${tree}\nparent ${tree}\nauthor Z <z> 9 +0000\n\n`);
    parseCommit(bytes, 46, 20, parsed);
    const empty = { parentCount: 0, authorTime: 0, authorNameStart: 46, messageStart: 46 };
    expect(parsed).toMatchObject(empty);
  });

  const notHex = tree.replace('4', 'g');
  test.each(['', 'tree', 'tree 123\n', `tree ${tree}`, `trie ${tree}\n`, `tree ${notHex}\n`])('refuses %j', (text) => {
    expect(() => plain(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
  });

  test('refuses a parent that is no id', () => {
    expect(() => plain(Buffer.from(`tree ${tree}\nparent 12\n`))).toThrow(/parent 0 is no id/);
  });
});
