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
import { type ChartBlocks, type PictureKind, stillOption } from '../web/charts/picture.ts';
import { parseVisible } from '../web/charts/visible-text.ts';
import type { drawSvg } from '../web/plot-entry.ts';

export interface PlotRequest {
  readonly report: string;
  /** File; undefined is the standard output. */
  readonly output: string | undefined;
  readonly kind: PictureKind;
  readonly theme: 'light' | 'dark';
  readonly widthPixels: number;
  readonly heightPixels: number;
}

type DrawSvg = typeof drawSvg;

/**
 * `codefang plot`: one chart of a stored report as SVG. Reads the report once, in bounded memory.
 *
 * @throws {CodefangError} USAGE when the report has nothing to draw, and all that reading and
 *   writing may throw
 */
export async function plot(request: PlotRequest): Promise<void> {
  const draw = await loadDrawing();
  const report = openStoredReport(request.report);
  try {
    const output = openOutput(svgFormat, { path: request.output, table: undefined });
    const writer = new PictureWriter(request, draw, (svg) => {
      if (output.kind === 'stream') output.write(Buffer.from(svg));
    });
    writeReport(report.head, report.analyzers, trustingWriter(writer, report), output, report);
  } finally {
    report.close();
  }
}

const svgFormat: ReportFormat = {
  name: 'svg',
  description: 'one chart',
  extension: 'svg',
  isText: true,
  needs: 'stream',
  create: () => {
    throw new CodefangError('USAGE', 'Cannot write svg from a run: it is one chart, expected codefang plot');
  },
};

/** Drawing comes in one file that the build makes, with echarts inside. */
async function loadDrawing(): Promise<DrawSvg> {
  try {
    const url = new URL('../web/plot.js', import.meta.url);
    return ((await import(url.href)) as { readonly drawSvg: DrawSvg }).drawSvg;
  } catch (cause) {
    throw new CodefangError('IO', 'Cannot load the charts of this package: it was not built whole', { cause });
  }
}

/** Draws at the end, out of the few blocks that a page would hold. */
class PictureWriter extends PageBuilder implements ReportWriter {
  readonly #request: PlotRequest;
  readonly #draw: DrawSvg;
  readonly #put: (svg: string) => void;
  readonly #blocks: Partial<Record<keyof PageBlocks, unknown>>;

  constructor(request: PlotRequest, draw: DrawSvg, put: (svg: string) => void) {
    const blocks: Partial<Record<keyof PageBlocks, unknown>> = {};
    super({
      // Tables are not drawn.
      emit: (name, block) => void (name !== 'table' && (blocks[name] = block)),
      emitRows() {},
    });
    this.#request = request;
    this.#draw = draw;
    this.#put = put;
    this.#blocks = blocks;
  }

  override end(digest: string): void {
    super.end(digest, [], []);
    const blocks = parseVisible(JSON.stringify(this.#blocks)) as Partial<PageBlocks>;
    this.#put(this.#picture(blocks, blocks.overview?.headline ?? ''));
  }

  #picture(blocks: ChartBlocks, headline: string): string {
    const { kind, theme, widthPixels: width, heightPixels: height } = this.#request;
    const look = theme === 'dark' ? darkLook : lightLook;
    const chart = kind.chart(blocks, look);
    if (chart === undefined) {
      const state = `the report has nothing for it, expected one with ${kind.analyzer}`;
      throw new CodefangError('USAGE', `Cannot plot ${kind.name}: ${state}`);
    }
    const inner = this.#draw({
      option: stillOption(chart),
      width: width - paddingPixels * 2,
      height: height - titlePixels - paddingPixels,
    });
    return framed(inner, {
      title: kind.title,
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

interface Frame {
  readonly title: string;
  readonly headline: string;
  readonly summary: string;
  readonly width: number;
  readonly height: number;
  readonly look: Look;
}

/** The chart under its title, on its own ground, with words for those who do not see it. */
function framed(inner: string, { title, headline, summary, width, height, look }: Frame): string {
  const placed = inner.replace('<svg ', `<svg x="${paddingPixels}" y="${titlePixels}" `);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">
<title id="title">${escaped(title)}</title>
<desc id="desc">${escaped(summary)}</desc>
<rect width="100%" height="100%" rx="12" fill="${look.surface}"/>
<text x="${paddingPixels}" y="34" font-family="${fontFamily}" font-size="19" font-weight="700" fill="${look.ink}">${escaped(title)}</text>
<text x="${paddingPixels}" y="55" font-family="${fontFamily}" font-size="13" fill="${look.muted}">${escaped(headline)}</text>
${placed}
</svg>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
