import { basename } from 'node:path';
import type { Command } from 'commander';
import { type PictureKind, pictureKinds } from '../web/charts/picture.ts';
import { parseChoice } from '../flags/parse-choice.ts';
import { parseCount } from '../flags/parse-count.ts';
import { readOption } from '../flags/read-option.ts';
import { type PictureFormat, pictureFormatOf } from './picture-format.ts';
import type { Shell } from '../shell.ts';

const names = pictureKinds.map(({ name }) => name);
const sidePixelsMin = 240;
const sidePixelsMax = 10_000;

interface SaidOptions {
  readonly output?: string;
  readonly chart?: string;
  readonly format?: string;
  readonly title?: string;
  readonly theme: string;
  readonly width: string;
  readonly height: string;
}

/** `codefang plot REPORT`: a chart of a stored report as a picture for a README or a slide. */
export function define(command: Command, _shell: Shell): void {
  command
    .argument('<report>', 'a report written as json, ndjson or bin')
    .option('-o, --output <FILE>', 'write to this file; - is stdout', '-')
    .option('--format <F>', 'svg or png (default: by the ending of the file, else svg)')
    .option('--title <TEXT>', 'name of the repository, above the chart')
    .option('--chart <NAME>', `${names.join(', ')} (default: the name of the file, else burndown)`)
    .option('--theme <THEME>', 'light or dark', 'light')
    .option('--width <PIXELS>', 'width of the picture', '1000')
    .option('--height <PIXELS>', 'height of the picture', '560')
    .addHelpText(
      'after',
      `
Examples:
  codefang run --format json -o report.json .
  codefang plot report.json -o burndown.svg
  codefang plot report.json --title tmux --width 1600 --height 900 -o owners.png
  codefang plot report.json --chart coupling --theme dark -o pairs.svg`,
    )
    .action(async (report: string, said: SaidOptions) => {
      const { plot } = await import('./plot.ts');
      await plot({
        report,
        output: said.output === '-' ? undefined : said.output,
        kind: kindOf(said),
        format: formatOf(said),
        title: said.title ?? '',
        theme: readOption('--theme', () => parseChoice(said.theme, ['light', 'dark'])),
        widthPixels: sideOf('--width', said.width),
        heightPixels: sideOf('--height', said.height),
      });
    });
}

function formatOf({ format, output = '-' }: SaidOptions): PictureFormat {
  if (format === undefined) return pictureFormatOf(output === '-' ? '' : output);
  return readOption('--format', () => parseChoice(format, ['svg', 'png'] as const));
}

/** A picture is named after its chart, unless something else is said. */
function kindOf({ chart, output = '' }: SaidOptions): PictureKind {
  const fromFile = basename(output).replace(/\.(svg|png)$/i, '');
  const fallback = names.includes(fromFile) ? fromFile : 'burndown';
  const name = readOption('--chart', () => parseChoice(chart ?? fallback, names));
  return pictureKinds.find((kind) => kind.name === name)!;
}

function sideOf(option: string, text: string): number {
  return readOption(option, () => parseCount(text, sidePixelsMin, sidePixelsMax));
}
