import { CodefangError } from '../../engine/index.ts';

/**
 * The address of a repository on the web, without a slash at its end; empty for `none`. @throws {CodefangError}
 * USAGE
 */
export function parseLinkBase(text: string): string {
  if (text === 'none') return '';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '';
  if (isPlain && url.username === '' && url.password === '') return url.href.replace(/\/+$/, '');
  const form = 'expected an http or https URL without a password, such as https://github.com/tmux/tmux, or none';
  throw new CodefangError('USAGE', `Cannot link to ${JSON.stringify(text)}: ${form}`);
}
