/**
 * Writes the table of analyzers in the README from the registry:
 *
 *   npm run readme
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { registry } from '../analyzers/index.ts';
import { withTable } from './analyzer-table.ts';

writeFileSync('README.md', withTable(readFileSync('README.md', 'utf8'), registry));
