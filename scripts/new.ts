/**
 * Makes what the project has many of, from a template:
 *
 *   npm run new analyzer NAME
 */
import { newAnalyzer } from './new-analyzer.ts';

const [kind, name] = process.argv.slice(2);
try {
  if (kind !== 'analyzer' || name === undefined) throw new Error('Usage: npm run new analyzer NAME');
  for (const path of newAnalyzer('.', name)) process.stdout.write(`wrote ${path}\n`);
  process.stdout.write(`
Next: change analyzers/${name}/ and its test to your question, then

  npm run build
  npx vitest run dist/test/analyzers/${name}.test.js dist/test/contract
  npm run readme        # when the description has changed
`);
} catch (failure) {
  process.stderr.write(`${(failure as Error).message}\n`);
  process.exitCode = 2;
}
