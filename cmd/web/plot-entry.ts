/**
 * Pictures without a browser: echarts draws SVG as text. Bundled into one file, so that the program
 * needs no echarts where it is installed.
 */
import { BarChart, CustomChart, GraphChart, HeatmapChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TitleComponent, VisualMapComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { EChartsOption } from 'echarts';

use([LineChart, BarChart, CustomChart, HeatmapChart, GraphChart]);
use([GridComponent, MarkLineComponent, TitleComponent, VisualMapComponent, SVGRenderer]);

export interface Picture {
  readonly option: EChartsOption;
  readonly width: number;
  readonly height: number;
}

/** The picture as one SVG document. */
export function drawSvg({ option, width, height }: Picture): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ ...option, animation: false });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return stilled(svg);
}

/**
 * Without what echarts adds for a page that moves, and with names that do not count the pictures
 * drawn before. Text of the picture holds no quotes (they are written as `&quot;`), so what looks
 * like an attribute is one.
 */
function stilled(svg: string): string {
  return svg
    .replace(/<style[^>]*><!\[CDATA\[[^]*?\]\]>\s*<\/style>\s*/g, '')
    .replace(/ (class|ecmeta_\w+|pointer-events)="[^"]*"/g, '')
    .replace(/((?: id="|="url\(#)zr)\d+-/g, '$1-');
}
