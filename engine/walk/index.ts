export { WalkFeeder } from './walk-feeder.ts';
export { WalkFold } from './walk-fold.ts';
export { type SpanSink, WalkSpans } from './walk-spans.ts';
