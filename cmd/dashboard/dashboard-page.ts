import { createHash } from 'node:crypto';
import { CodefangError } from '../../engine/index.ts';
import type { DashboardView } from './dashboard-view.ts';

/** REQUIRES: plain code without an end tag of its own. */
export interface DashboardAssets {
  readonly scripts: readonly string[];
  readonly style: string;
}

export interface DashboardPage {
  readonly html: string;
  /** The same policy as in the page, for the header. */
  readonly policy: string;
}

/**
 * The page, all in one: scripts and style inline, under a policy that runs no other and lets
 * nothing in. With a view it shows that and asks nobody; without one it asks its server.
 *
 * @throws {CodefangError} INVARIANT when an asset would end its element early
 */
export function dashboardPage({ scripts, style }: DashboardAssets, view: DashboardView | undefined): DashboardPage {
  const isBroken = scripts.some((script) => /<\/script|<!--|<script|\r/i.test(script)) || /<\/style/i.test(style);
  if (isBroken) throw new CodefangError('INVARIANT', 'Cannot make a page: a script or style in it holds a tag');
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  const policy =
    `default-src 'none'; script-src ${hashes.join(' ')}; style-src 'unsafe-inline'; img-src data:; ` +
    `connect-src ${view === undefined ? "'self'" : "'none'"}; base-uri 'none'; form-action 'none'`;
  const data = view === undefined ? '' : dataBlock(view);
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="codefang">
<link rel="icon" href="data:,">
<title>codefang dashboard</title>
<style>${style}</style>
</head>
<body>
<noscript><p class="noscript">This page draws its charts with scripts, which are all inside of it. The same
facts as plain text: <code>codefang report LOG</code>.</p></noscript>
<div id="page"></div>
${data}${scripts.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`;
  return { html, policy: `${policy}; frame-ancestors 'none'` };
}

/** No text of a log can end the element or start a comment. */
function dataBlock(view: DashboardView): string {
  const json = JSON.stringify(view).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="view">${json}</script>\n`;
}
