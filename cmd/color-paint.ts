import { styleText } from 'node:util';
import type { Paint } from '../engine/index.ts';

type Style = Parameters<typeof styleText>[0];

const styles: Readonly<Record<Parameters<Paint>[0], Style>> = {
  title: 'bold',
  heading: ['bold', 'cyan'],
  label: 'cyan',
  bar: 'green',
  muted: 'gray',
  warning: 'yellow',
};

/** The text report in a terminal's colours. */
export const colorPaint: Paint = (role, text) => styleText(styles[role], text);
