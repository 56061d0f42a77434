import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { trustDocument } from './trust-document.ts';

/** `node dist/bench/tables/write-trust.js`: writes the tables of bench/trust into docs/trust.md. */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const path = `${root}docs/trust.md`;
writeFileSync(path, trustDocument(readFileSync(path, 'utf8'), `${root}bench/trust`));
