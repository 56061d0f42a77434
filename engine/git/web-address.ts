/**
 * Where people read a repository on the web, worked out from the address that Git fetches it from; nothing is asked.
 * Only sites whose pages are known count, so that no link leads to a machine that never had one:
 *
 *   git@github.com:tmux/tmux.git             https://github.com/tmux/tmux
 *   https://me:secret@gitlab.com/a/b/c.git   https://gitlab.com/a/b/c
 *   ssh://git@git.sr.ht:22/~me/tool          https://git.sr.ht/~me/tool
 *
 * Undefined for everything else: other hosts, paths, other protocols, parts with unusual characters. Names, passwords
 * and ports of the address are left out.
 */
export function webAddressOf(remoteUrl: string): string | undefined {
  const found = urlForm.exec(remoteUrl) ?? scpForm.exec(remoteUrl);
  const host = found?.groups?.['host']?.toLowerCase() ?? '';
  const path = (found?.groups?.['path'] ?? '').replace(/\/+$/, '').replace(/\.git$/, '');
  const parts = path.split('/');
  const partCountMax = hosts.get(host) ?? 0;
  if (parts.length < 2 || parts.length > partCountMax || !parts.every((part) => plainPart.test(part))) return undefined;
  return `https://${host}/${parts.join('/')}`;
}

const urlForm = /^(?:https?|ssh|git\+ssh):\/\/(?:[^@/\s]*@)?(?<host>[A-Za-z0-9.-]+)(?::\d{1,5})?\/(?<path>\S+)$/;
const scpForm = /^(?:[A-Za-z0-9._-]+@)?(?<host>[A-Za-z0-9.-]+):(?!\/)(?<path>\S+)$/;
/** No dots alone, nothing that means something else in a link. */
const plainPart = /^(?!\.{1,2}$)~?[A-Za-z0-9._-]{1,100}$/;

/** Sites, and the most parts that a path has: groups of GitLab lie in groups. */
const hosts: ReadonlyMap<string, number> = new Map([
  ['github.com', 2],
  ['gitlab.com', 20],
  ['bitbucket.org', 2],
  ['codeberg.org', 2],
  ['git.sr.ht', 2],
]);
