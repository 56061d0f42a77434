import { svgElement } from './element.ts';

/** Values as a small line. Decoration: what it shows is said beside it. */
export function sparkline(values: readonly number[]): SVGElement {
  const [width, height] = [120, 28];
  const most = Math.max(...values, 1e-9);
  const points = values.map((value, at) => {
    const x = (at / (values.length - 1)) * width;
    const y = height - 1 - (Math.max(0, value) / most) * (height - 3);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const svg = svgElement('svg', {
    class: 'spark',
    viewBox: `0 0 ${width} ${height}`,
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
  });
  svg.append(svgElement('polygon', { points: `0,${height} ${points.join(' ')} ${width},${height}` }));
  svg.append(svgElement('polyline', { points: points.join(' ') }));
  return svg;
}
