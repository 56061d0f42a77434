import type { ReportFormat } from '../engine/index.ts';
import { summaryFormatsWith } from './_summary/summary-formats.ts';
import { changedOptions } from './changed-options.ts';

/** The formats `text` and `markdown`, which know the usual options of every analyzer. */
export const summaryFormats: readonly ReportFormat[] = summaryFormatsWith(changedOptions);
