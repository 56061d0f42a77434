import type { AnalyzerDefinition } from '../engine/index.ts';
import { burndown } from './burndown/index.ts';
import { changes } from './changes/index.ts';
import { codeMaat } from './code-maat/index.ts';
import { couples } from './couples/index.ts';
import { devs } from './devs/index.ts';
import { fileHistory } from './file-history/index.ts';
import { ledger } from './ledger/index.ts';

/** All analyzers, by the name of their folder. A line here is what enrols one. */
export const registry: readonly AnalyzerDefinition[] = [burndown, changes, codeMaat, couples, devs, fileHistory, ledger];
