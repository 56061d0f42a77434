import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { CodefangError } from '../../engine/index.ts';

/** Four bytes a pixel, so 64 MiB, and the file beside it. */
const pixelCountMax = 16 * 1024 * 1024;

/** Beside the scripts of our pages, where the build puts it. */
const fontFile = new URL('../web/DejaVuSans.ttf', import.meta.url);

/** Whether a picture of this size can become PNG. @throws {CodefangError} USAGE */
export function checkPixels(width: number, height: number): void {
  if (width * height <= pixelCountMax) return;
  const state = `${width} × ${height} are more than ${pixelCountMax} pixels, expected fewer, or an SVG`;
  throw new CodefangError('USAGE', `Cannot write a PNG so large: ${state}`);
}

/**
 * An SVG of ours as PNG, with a font that comes along: the same bytes on every machine. The package that draws
 * is optional. BOUNDED BY: 16 Mi pixels.
 *
 * @throws {CodefangError} USAGE when the package is not installed
 */
export async function rasterize(svg: string): Promise<Buffer> {
  const { initWasm, Resvg } = await loadResvg();
  await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const family = 'DejaVu Sans';
  const drawing = new Resvg(svg, {
    font: { fontBuffers: [readFileSync(fontFile)], defaultFontFamily: family, sansSerifFamily: family },
  });
  const image = drawing.render();
  try {
    return Buffer.from(image.asPng());
  } finally {
    image.free();
    drawing.free();
  }
}

async function loadResvg(): Promise<typeof import('@resvg/resvg-wasm')> {
  try {
    return await import('@resvg/resvg-wasm');
  } catch (cause) {
    const state = 'the optional package @resvg/resvg-wasm is not installed, expected it, or an SVG';
    throw new CodefangError('USAGE', `Cannot write a PNG: ${state}`, { cause });
  }
}
