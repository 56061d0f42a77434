import type { PageContent } from './read-blocks.ts';

/** Where a hosting site shows files and commits, below the page of a repository. `{at}` is a commit. */
interface SiteForm {
  readonly file: string;
  readonly commit: string;
}

const forms: readonly (readonly [host: RegExp, form: SiteForm])[] = [
  [/(^|\.)gitlab\./, { file: '/-/blob/{at}/', commit: '/-/commit/' }],
  [/(^|\.)bitbucket\./, { file: '/src/{at}/', commit: '/commits/' }],
  [/(^|\.)(codeberg|gitea|forgejo)\./, { file: '/src/commit/{at}/', commit: '/commit/' }],
  [/(^|\.)sr\.ht$/, { file: '/tree/{at}/item/', commit: '/commit/' }],
];
/** Others mostly do as GitHub does. */
const usualForm: SiteForm = { file: '/blob/{at}/', commit: '/commit/' };

/** Addresses of files and commits on the hosting site; undefined for all where there is none. */
export class SiteLinks {
  readonly #base: string;
  readonly #form: SiteForm;
  readonly #head: string;

  constructor({ face, head }: PageContent) {
    const base = face?.linkBase ?? '';
    const url = URL.canParse(base) ? new URL(base) : undefined;
    this.#base = url !== undefined && /^https?:$/.test(url.protocol) ? base : '';
    this.#form = forms.find(([host]) => host.test(url?.hostname ?? ''))?.[1] ?? usualForm;
    const oid = (head?.['repository'] as { readonly head?: unknown } | undefined)?.head;
    this.#head = typeof oid === 'string' && /^[0-9a-f]{40,64}$/.test(oid) ? oid : '';
  }

  /** Of a file as it was at the commit that the report is about. */
  file(path: string): string | undefined {
    if (this.#base === '' || this.#head === '' || path.includes(' … ')) return undefined;
    // Dots alone would lead out of the repository, to where the browser resolves them.
    const parts = path.split('/').map((part) => encodeURIComponent(part));
    if (parts.some((part) => /^\.{1,2}$/.test(part))) return undefined;
    return `${this.#base}${this.#form.file.replace('{at}', this.#head)}${parts.join('/')}`;
  }

  head(): string | undefined {
    return this.#base === '' || this.#head === '' ? undefined : `${this.#base}${this.#form.commit}${this.#head}`;
  }
}
