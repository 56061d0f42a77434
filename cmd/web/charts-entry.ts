/**
 * The one build of echarts that all pages share: the charts and parts we draw with, on canvas. A
 * page that inlines it finds it as `globalThis.codefangEcharts`.
 */
import { BarChart, GraphChart, HeatmapChart, LineChart, ScatterChart, TreemapChart } from 'echarts/charts';
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
import { CanvasRenderer } from 'echarts/renderers';

use([LineChart, BarChart, HeatmapChart, TreemapChart, GraphChart, ScatterChart]);
use([GridComponent, TooltipComponent, LegendComponent, DataZoomComponent]);
use([VisualMapComponent, MarkLineComponent, MarkAreaComponent, CanvasRenderer]);

Object.assign(globalThis, { codefangEcharts: { init } });
