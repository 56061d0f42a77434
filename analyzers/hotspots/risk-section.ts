import type { Cell, Column, Section } from '../../engine/index.ts';
import type { HotWork } from './hot-work.ts';
import { riskRules } from './risk-rules.ts';

const columns: readonly Column[] = [
  { name: 'file', type: 'string', description: 'Path of the file at the end' },
  { name: 'rank', type: 'int', description: 'Place by score, from 1' },
  { name: 'score', type: 'float', description: 'Score of the hotspot' },
  { name: 'reason_count', type: 'int', description: 'Number of reasons' },
  { name: 'reasons', type: 'list', nested: { values: 'string' }, description: 'Names of the reasons' },
  { name: 'explanation', type: 'string', description: 'The reasons in words, with the numbers behind them' },
];

/** The section `file_risk`: files with a reason to look at them, most reasons first, then by rank. */
export function riskSection(work: HotWork): Section {
  return {
    name: 'file_risk',
    title: 'Files with reasons to look at them',
    shape: 'table',
    columns,
    show: {
      columns: ['file', 'rank', 'explanation'],
      emptyBecause: 'no file stands out',
    },
    rows: { [Symbol.iterator]: () => rows(work) },
  };
}

/** The files are read once for each number of reasons. BOUNDED BY: one byte per file. */
function* rows(work: HotWork): Generator<readonly Cell[]> {
  const { files, now } = work.ranking;
  const rules = riskRules(work);
  const counts = new Uint8Array(files.count);
  for (const file of work.files()) {
    for (const { say } of rules) if (say(file) !== undefined) counts[file.at]! += 1;
  }
  for (let wanted = rules.length; wanted > 0; wanted -= 1) {
    if (!counts.includes(wanted)) continue;
    for (const file of work.files()) {
      if (counts[file.at] !== wanted) continue;
      const said = rules
        .map(({ reason, say }) => ({ reason, text: say(file) }))
        .filter(({ text }) => text !== undefined);
      const reasons = said.map(({ reason }) => reason);
      const explanation = said.map(({ text }) => text).join('; ');
      yield [files.path(file.at), now.ranks[file.at]!, now.scores[file.at]!, wanted, reasons, explanation];
    }
  }
}
