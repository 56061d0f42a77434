/**
 * Writes the table of analyzers in the README from the registry, and what the commands of the tour print:
 *
 *   npm run readme
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { registry } from '../analyzers/index.ts';
import { withTable } from './analyzer-table.ts';
import { withTourSessions } from './tour-sessions.ts';

writeFileSync('README.md', withTable(readFileSync('README.md', 'utf8'), registry));
writeFileSync('docs/tour.md', withTourSessions(readFileSync('docs/tour.md', 'utf8'), false));
