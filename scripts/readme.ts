/**
 * Writes the tables of analyzers in the README and in docs/analyzers.md from the registry, and what the commands of the tour print:
 *
 *   npm run readme
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { registry } from '../analyzers/index.ts';
import { withTable } from './analyzer-table.ts';
import { withTourSessions } from './tour-sessions.ts';

const usual = registry.filter(({ isOptional }) => isOptional !== true);
writeFileSync('README.md', withTable(readFileSync('README.md', 'utf8'), usual));
writeFileSync('docs/analyzers.md', withTable(readFileSync('docs/analyzers.md', 'utf8'), registry, '../'));
writeFileSync('docs/tour.md', withTourSessions(readFileSync('docs/tour.md', 'utf8'), false));
