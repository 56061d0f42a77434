import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz-loop.ts';
import { FuzzParsers } from './fuzz-parsers.ts';
import { FuzzWatch } from './fuzz-watch.ts';

/*
 * Reads mutated inputs with a parser, or with all of them, and prints the inputs that one does not end well with:
 * another error than a named one, or no end. Needs git, for the inputs to begin with.
 *
 *   node dist/test/hostile/fuzz.js [PARSER…] [--executions 10000000] [--seed 1] [--seconds 600] [--raw FILE]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    executions: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string' },
    raw: { type: 'string' },
    hang: { type: 'string', default: 'fuzz-hang.bin' },
  },
});
using parsers = await FuzzParsers.make();
const names = parsers.all.map(({ name }) => name);
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new Error(`There is no parser ${unknown.join(', ')}, there are ${names.join(', ')}`);
const watch = new FuzzWatch(values.hang);
for (const parser of parsers.all) {
  if (positionals.length > 0 && !positionals.includes(parser.name)) continue;
  const sum = fuzz(parser, {
    executions: Number(values.executions),
    seed: Number(values.seed),
    onInput: (input) => watch.begin(input),
    ...(values.seconds !== undefined && { secondsMax: Number(values.seconds) }),
  });
  const { executions, refused, corpus, seconds, findings } = sum;
  const words = `${executions} executions in ${seconds} s, ${refused} refused, ${corpus} inputs kept`;
  process.stdout.write(`${parser.name}: ${words}, ${findings.length} findings\n`);
  for (const { hex, message } of findings) process.stdout.write(`FOUND ${message}\n  input ${hex.slice(0, 4000)}\n`);
  if (findings.length > 0) process.exitCode = 1;
  if (values.raw === undefined) continue;
  const date = new Date().toISOString().slice(0, 10);
  const record = { suite: 'fuzz', date, seed: Number(values.seed), ...sum, findings: findings.length };
  appendFileSync(values.raw, `${JSON.stringify(record)}\n`);
}
await watch.close();
