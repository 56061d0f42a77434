import { expect, test } from 'vitest';
import { openHistory } from '../../../engine/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { usualRequest } from '../../support/engine-run.ts';

test('openHistory() counts the files of the tree it starts from, and the bytes of their paths', () => {
  using fixture = GitFixture.init();
  fixture.commit({ files: { 'a.txt': '1\n', 'lib/deep/b.txt': '2\n', 'gone.txt': '3\n' } });
  fixture.commit({ files: { 'gone.txt': null, 'ä.txt': '4\n' } });
  const { files } = openHistory({ ...usualRequest, repository: fixture.path }, () => {});
  const listed = fixture
    .git('ls-tree', '-r', '-z', '--name-only', 'HEAD')
    .split('\0')
    .filter((path) => path !== '');
  const pathBytes = listed.reduce((sum, path) => sum + Buffer.byteLength(path), 0);
  expect(files).toEqual({ files: listed.length, pathBytes });
});
