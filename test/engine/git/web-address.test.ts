import { describe, expect, test } from 'vitest';
import { webAddressOf } from '../../../engine/git/index.ts';

describe('webAddressOf', () => {
  test.each([
    ['git@github.com:tmux/tmux.git', 'https://github.com/tmux/tmux'],
    ['https://github.com/tmux/tmux', 'https://github.com/tmux/tmux'],
    ['https://github.com/tmux/tmux.git/', 'https://github.com/tmux/tmux'],
    ['https://me:secret@gitlab.com/a/b/c.git', 'https://gitlab.com/a/b/c'],
    ['ssh://git@git.sr.ht:22/~me/tool', 'https://git.sr.ht/~me/tool'],
    ['git+ssh://git@Codeberg.org/me/tool.git', 'https://codeberg.org/me/tool'],
    ['http://bitbucket.org/me/tool.git', 'https://bitbucket.org/me/tool'],
  ])('webAddressOf reads %s', (url, address) => {
    expect(webAddressOf(url)).toBe(address);
  });

  test.each([
    '',
    '/srv/git/tool.git',
    '../tool',
    'C:/git/tool',
    'file:///srv/git/tool.git',
    'git://github.com/tmux/tmux',
    'https://example.com/me/tool',
    'https://github.com.evil.example/me/tool',
    'https://github.com@evil.example/me/tool',
    'https://github.com/me',
    'https://github.com/me/tool/tree/main',
    'https://github.com/../tool',
    'https://github.com/me/..',
    'https://github.com/me/tool?x=1',
    'https://github.com/me/tool#x',
    'https://github.com/me/"onclick=alert(1)',
    'https://github.com/me/%2e%2e',
    'javascript:alert(1)//github.com/me/tool',
    'ext::sh -c touch% /tmp/x',
    'git@github.com:me/tool.git\nhttps://evil.example/a/b',
    `https://github.com/me/${'x'.repeat(101)}`,
  ])('webAddressOf takes nothing from %j', (url) => {
    expect(webAddressOf(url)).toBeUndefined();
  });
});
