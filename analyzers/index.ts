/** The door of the analyzers, and of the formats that know them. */
export { codeMaatFormat, isCodeMaatTable } from './_code-maat/code-maat-format.ts';
export { codeMaat } from './code-maat/index.ts';
export { repositoryFindings } from './_findings/repository-findings.ts';
export type { PageAssets } from './_page/html-writer.ts';
export { type BlockSink, PageBuilder } from './_page/page-builder.ts';
export type { ActivityBlock, BurndownBlock, CoupledPair, CouplingBlock, Figure, LineLayer } from './_page/page-data.ts';
export type { Finding, HotFile, HotspotsBlock, OverviewBlock, PageBlocks } from './_page/page-data.ts';
export type { PeopleBlock, TableBlock } from './_page/page-data.ts';
export { pageFormat } from './_page/page-format.ts';
export { presentationOf } from './presentation-of.ts';
export { registry } from './registry.ts';
export { summaryFormats } from './summary-formats.ts';
