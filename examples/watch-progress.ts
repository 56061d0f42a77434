// Says how far an analysis is, and what happened to it.
import { analyse, type AnalysisEvent, type AnalysisProgress } from 'codefang';

function onProgress({ phase, commits, commitCount, rssBytes }: AnalysisProgress): void {
  const share = commitCount === 0 ? '' : ` of ${commitCount}`;
  console.log(`${phase}: ${commits}${share} commits, ${Math.round(rssBytes / 2 ** 20)} MiB`);
}

function onEvent(event: AnalysisEvent): void {
  if (event.event === 'chunk_finished') console.log(`chunk ${event.chunk_index} took ${event.duration_ms} ms`);
}

const onNote = (sentence: string): void => console.log(sentence);
const analysis = await analyse({ repository: process.argv[2] ?? '.', onProgress, onEvent, onNote });
console.log(await analysis.digest);
await analysis.close();
