/** Writes the list of packages and their licences into NOTICE: `npm run licences`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type PackageLock, withLicences } from './licence-table.ts';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as PackageLock;
writeFileSync('NOTICE', withLicences(readFileSync('NOTICE', 'utf8'), lock));
