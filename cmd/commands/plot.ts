import { type PageBlocks, PageBuilder } from '../../analyzers/index.ts';
import {
  CodefangError,
  openOutput,
  openStoredReport,
  type ReportFormat,
  type ReportWriter,
  trustingWriter,
  writeReport,
} from '../../engine/index.ts';
import { darkLook, fontFamily, lightLook, type Look } from '../web/charts/look.ts';
import type { PictureFormat } from './picture-format.ts';
import { checkPixels, rasterize } from './rasterize.ts';
import { escaped, pictureKey } from '../web/charts/picture-key.ts';
import { type ChartBlocks, drawnTables, type PictureKind, stillOption } from '../web/charts/picture.ts';
import { parseVisible } from '../web/charts/visible-text.ts';
import type { drawSvg } from '../web/plot-entry.ts';

export interface PlotRequest {
  readonly report: string;
  /** File; undefined is the standard output. */
  readonly output: string | undefined;
  readonly kind: PictureKind;
  readonly format: PictureFormat;
  /** Name of the repository, which a report does not know; empty for none. */
  readonly title: string;
  readonly theme: 'light' | 'dark';
  readonly widthPixels: number;
  readonly heightPixels: number;
}

type DrawSvg = typeof drawSvg;

/**
 * `codefang plot`: one chart of a stored report as SVG or PNG. Reads the report once, in bounded memory.
 *
 * @throws {CodefangError} USAGE when the report has nothing to draw, and all that reading and
 *   writing may throw
 */
export async function plot(request: PlotRequest): Promise<void> {
  const { path, isPng } = { path: request.output, isPng: request.format === 'png' };
  if (isPng) checkPixels(request.widthPixels, request.heightPixels);
  const draw = await loadDrawing();
  const output = openOutput(isPng ? pngFormat : svgFormat, { path, table: undefined });
  try {
    const svg = drawReport(request, draw);
    const bytes = isPng ? await rasterize(svg) : Buffer.from(svg);
    if (output.kind === 'stream') output.write(bytes);
    output.commit();
  } finally {
    output.abandon();
  }
}

/** The chart of a stored report, which is read once. */
function drawReport(request: PlotRequest, draw: DrawSvg): string {
  const report = openStoredReport(request.report);
  try {
    let drawn = '';
    const writer = new PictureWriter(request, draw, (svg) => (drawn = svg));
    writeReport(report.head, report.analyzers, trustingWriter(writer, report), nowhere, report);
    return drawn;
  } finally {
    report.close();
  }
}

const nowhere = { commit() {}, abandon() {} };

const svgFormat = pictureFormat('svg', true);
const pngFormat = pictureFormat('png', false);

function pictureFormat(name: PictureFormat, isText: boolean): ReportFormat {
  return {
    name,
    description: 'one chart',
    extension: name,
    isText,
    needs: 'stream',
    create: () => {
      throw new CodefangError('USAGE', `Cannot write ${name} from a run: it is one chart, expected codefang plot`);
    },
  };
}

/** Drawing comes in one file that the build makes, with echarts inside. */
async function loadDrawing(): Promise<DrawSvg> {
  try {
    const url = new URL('../web/plot.js', import.meta.url);
    return ((await import(url.href)) as { readonly drawSvg: DrawSvg }).drawSvg;
  } catch (cause) {
    throw new CodefangError('IO', 'Cannot load the charts of this package: it was not built whole', { cause });
  }
}

type DrawnBlocks = Partial<Record<keyof PageBlocks | 'tables', unknown>>;

/** Of the tables, those that a chart draws. */
function keepDrawn(table: PageBlocks['table'], tables: Record<string, unknown>): void {
  const name = drawnTables.find((one) => one === `${table.analyzer}:${table.section}`);
  if (name !== undefined) tables[name] = table;
}

/** Draws at the end, out of the few blocks that a page would hold. */
class PictureWriter extends PageBuilder implements ReportWriter {
  readonly #request: PlotRequest;
  readonly #draw: DrawSvg;
  readonly #put: (svg: string) => void;
  readonly #blocks: DrawnBlocks;

  constructor(request: PlotRequest, draw: DrawSvg, put: (svg: string) => void) {
    const tables: Record<string, unknown> = {};
    const blocks: DrawnBlocks = { tables };
    super({
      emit(name, block) {
        if (name !== 'table') blocks[name] = block;
        else keepDrawn(block as PageBlocks['table'], tables);
      },
      emitRows() {},
    });
    this.#request = request;
    this.#draw = draw;
    this.#put = put;
    this.#blocks = blocks;
  }

  override end(digest: string): void {
    super.end(digest, [], []);
    const blocks = parseVisible(JSON.stringify(this.#blocks)) as ChartBlocks & Partial<PageBlocks>;
    this.#put(this.#picture(blocks, blocks.overview?.headline ?? ''));
  }

  #picture(blocks: ChartBlocks, headline: string): string {
    const { kind, theme, title: repository, widthPixels: width, heightPixels: height } = this.#request;
    const [chartWidth, chartHeight] = [width - paddingPixels * 2, height - titlePixels - keyPixels];
    const look = { ...(theme === 'dark' ? darkLook : lightLook), width: chartWidth, height: chartHeight };
    const chart = kind.chart(blocks, look);
    if (chart === undefined) {
      const state = `the report has nothing for it, expected one with ${kind.analyzer}`;
      throw new CodefangError('USAGE', `Cannot plot ${kind.name}: ${state}`);
    }
    const key = pictureKey(chart, look);
    const inner = this.#draw({
      option: stillOption(chart),
      width: look.width,
      height: Math.max(chartPixelsMin, height - titlePixels - key.height - paddingPixels),
    });
    return framed(inner, {
      key,
      title: repository === '' ? kind.title : `${repository}: ${kind.title}`,
      headline,
      summary: chart.summary,
      width,
      height,
      look,
    });
  }
}

const paddingPixels = 20;
const titlePixels = 72;
/** A key of two rows, and the space below the chart. */
const keyPixels = 66;
const chartPixelsMin = 80;

interface Frame {
  readonly key: ReturnType<typeof pictureKey>;
  readonly title: string;
  readonly headline: string;
  readonly summary: string;
  readonly width: number;
  readonly height: number;
  readonly look: Look;
}

/** The chart under its title, on its own ground, with words for those who do not see it. */
function framed(inner: string, { key, title, headline, summary, width, height, look }: Frame): string {
  const placed = inner.replace('<svg ', `<svg x="${paddingPixels}" y="${titlePixels + key.height}" `);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">
<title id="title">${escaped(title)}</title>
<desc id="desc">${escaped(summary)}</desc>
<rect width="100%" height="100%" rx="12" fill="${look.surface}"/>
<text x="${paddingPixels}" y="34" font-family="${fontFamily}" font-size="19" font-weight="700" fill="${look.ink}">${escaped(title)}</text>
<text x="${paddingPixels}" y="55" font-family="${fontFamily}" font-size="13" fill="${look.muted}">${escaped(headline)}</text>
<g transform="translate(${paddingPixels} ${titlePixels})" font-family="${fontFamily}">
${key.svg}
</g>
${placed}
</svg>
`;
}
