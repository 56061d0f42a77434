import type { LineEvent, ReportContext } from '../../engine/index.ts';

/** One of the ways in which git-of-theseus sorts lines; a table of ours, and a file of its own. */
export interface LayerKind {
  readonly name: string;
  readonly title: string;
  readonly label: string;
  text(event: LineEvent, context: ReportContext): string;
}

export const layerKinds: readonly LayerKind[] = [
  {
    name: 'cohorts',
    title: 'Lines by the year of their commit',
    label: 'Year of the commit in the words of git-of-theseus',
    text: ({ origin }, context) => {
      const seconds = context.commitSeconds(origin);
      return `Code added in ${Number.parseInt(context.isoUtc(seconds), 10)}`;
    },
  },
  {
    name: 'exts',
    title: 'Lines by the extension of the file',
    label: 'Extension with its dot; empty where there is none',
    text: ({ file }, context) => extensionOf(context.pathText(context.lines.filePathId(file))),
  },
  {
    name: 'authors',
    title: 'Lines by author',
    label: 'Name of the author, or a pseudonym',
    text: ({ origin }, context) => nameOf(origin, context),
  },
  {
    name: 'dirs',
    title: 'Lines by the first folder of the path',
    label: 'First folder of the path with a slash; a slash alone for files of the root',
    text({ file }, context) {
      const path = context.pathText(context.lines.filePathId(file));
      return `${path.slice(0, Math.max(0, path.indexOf('/')))}/`;
    },
  },
  {
    name: 'domains',
    title: "Lines by the domain of the author's address",
    label: 'What follows the last @ of the e-mail address; empty where the report is anonymous',
    text: ({ origin }, context) => emailOf(origin, context).replace(/^.*@/s, ''),
  },
];

/** As `os.path.splitext` has it: dots at the start of a name begin no extension. */
function extensionOf(path: string): string {
  return /[^./][^/]*?(\.[^./]*)$/.exec(path.slice(path.lastIndexOf('/') + 1))?.[1] ?? '';
}

function nameOf(origin: number, context: ReportContext): string {
  const person = context.personOf(origin);
  return person < 0 ? '' : context.personName(person);
}

function emailOf(origin: number, context: ReportContext): string {
  const person = context.personOf(origin);
  return person < 0 ? '' : context.personEmail(person);
}
