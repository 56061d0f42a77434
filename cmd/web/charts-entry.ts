/**
 * The one build of echarts that all pages share: the charts and parts we draw with, as SVG, so that
 * paper and readers of screens have text. A page that inlines it finds it as `globalThis.codefangEcharts`.
 */
import { BarChart, CustomChart, GraphChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([LineChart, BarChart, CustomChart, HeatmapChart, GraphChart, ScatterChart]);
use([GridComponent, TooltipComponent, LegendComponent, DataZoomComponent]);
use([VisualMapComponent, MarkLineComponent, MarkAreaComponent, SVGRenderer]);

Object.assign(globalThis, { codefangEcharts: { init } });
