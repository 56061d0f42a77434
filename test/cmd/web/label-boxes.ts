/**
 * A script for a page: finds labels of charts that lie on each other or stick out of their drawing. Boxes are
 * turned as the text is, and two of them overlap when no side of either keeps them apart (the separating axis
 * theorem); touching by a pixel is none. Gives what was found, as words.
 */
export const labelTroubles = `(() => {
  const spare = 1.5;
  const corners = (text) => {
    const box = text.getBBox();
    const matrix = text.getScreenCTM();
    const [x, y, right, bottom] = [box.x + spare, box.y + spare, box.x + box.width - spare, box.y + box.height - spare];
    return [[x, y], [right, y], [right, bottom], [x, bottom]].map(([a, b]) => ({
      x: matrix.a * a + matrix.c * b + matrix.e,
      y: matrix.b * a + matrix.d * b + matrix.f,
    }));
  };
  const apart = (one, other) => [one, other].some((shape) => shape.some((from, at) => {
    const to = shape[(at + 1) % shape.length];
    const [nx, ny] = [to.y - from.y, from.x - to.x];
    const range = (points) => points.map((point) => point.x * nx + point.y * ny);
    const [first, second] = [range(one), range(other)];
    return Math.max(...first) <= Math.min(...second) || Math.max(...second) <= Math.min(...first);
  }));
  const troubles = [];
  for (const svg of document.querySelectorAll('.chart svg, svg[role=img]')) {
    const view = svg.getBoundingClientRect();
    const chart = (svg.closest('figure')?.querySelector('h3') ?? svg.querySelector('title'))?.textContent ?? '';
    const labels = [...svg.querySelectorAll('text')]
      .filter((text) => text.textContent.trim() !== '' && text.getBBox().width > 0)
      .map((text) => ({ text: text.textContent, corners: corners(text) }));
    for (const [at, label] of labels.entries()) {
      const out = label.corners.some(({ x, y }) =>
        x < view.left - 1 || x > view.right + 1 || y < view.top - 1 || y > view.bottom + 1);
      if (out) troubles.push(chart + ': "' + label.text + '" sticks out');
      for (const other of labels.slice(at + 1)) {
        if (apart(label.corners, other.corners)) continue;
        troubles.push(chart + ': "' + label.text + '" on "' + other.text + '"');
      }
    }
  }
  return troubles;
})()`;
