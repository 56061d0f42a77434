// The five people with the most commits.
import { analyse, type ReportRow } from 'codefang';

const repository = process.argv[2] ?? '.';
const analysis = await analyse({ repository, memoryBudget: '512MiB', analyzers: ['devs'] });
try {
  const developers: ReportRow['row'][] = [];
  for await (const { analyzer, section, row } of analysis) {
    if (analyzer === 'history/devs' && section === 'developers') developers.push(row);
  }
  developers.sort((a, b) => Number(b['commits']) - Number(a['commits']));
  for (const { name, commits } of developers.slice(0, 5)) console.log(`${commits}\t${name}`);
  console.log(await analysis.digest);
} finally {
  await analysis.close();
}
