import type { AnalyzerDefinition } from '../engine/index.ts';
import { agents } from './agents/index.ts';
import { anomaly } from './anomaly/index.ts';
import { burndown } from './burndown/index.ts';
import { changes } from './changes/index.ts';
import { codeMaat } from './code-maat/index.ts';
import { couples } from './couples/index.ts';
import { coupling } from './coupling/index.ts';
import { devs } from './devs/index.ts';
import { fileHistory } from './file-history/index.ts';
import { hercules } from './hercules/index.ts';
import { hotspots } from './hotspots/index.ts';
import { ledger } from './ledger/index.ts';
import { ownership } from './ownership/index.ts';
import { processMetrics } from './process/index.ts';
import { rhythm } from './rhythm/index.ts';
import { survival } from './survival/index.ts';
import { szz } from './szz/index.ts';
import { theseus } from './theseus/index.ts';

/** All analyzers, by the name of their folder. A line here is what enrols one. */
export const registry: readonly AnalyzerDefinition[] = [
  agents,
  anomaly,
  burndown,
  changes,
  codeMaat,
  couples,
  coupling,
  devs,
  fileHistory,
  hercules,
  hotspots,
  ledger,
  ownership,
  processMetrics,
  rhythm,
  survival,
  szz,
  theseus,
];
