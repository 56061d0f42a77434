import type { AnalyzerDefinition, AnalyzerRun, Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import { commitFlag } from '../../engine/index.ts';
import { LayerCounts } from './layer-counts.ts';
import { isAgentLayer, layerOf, layerTexts } from './layers.ts';
import { timeSection } from './time-section.ts';

/** Commits and lines in layers: those that are marked as of an agent or a bot, and the others. */
export const agents: AnalyzerDefinition = {
  id: 'history/agents',
  title: 'Agents, bots and co-authors',
  description: 'Commits and lines that are marked as an AI agent’s or a bot’s, and what became of them',
  needs: ['lines', 'messages'],
  isOptional: true,
  options: [],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 0, aggregateBytesPerCommit: 0 },
  create: () => new AgentsRun(),
};

const layerColumns: readonly Column[] = [
  { name: 'layer', type: 'string', description: 'One of `agent`, `bot`, `unmarked`, or `older` than the walk' },
  { name: 'agent', type: 'string', isNullable: true, description: 'Agent; null in other layers' },
  { name: 'evidence', type: 'string', isNullable: true, description: 'By what the commits are marked' },
  {
    name: 'confidence',
    type: 'string',
    isNullable: true,
    description: 'How sure: `high` where author or committer is the program, `medium` for what a message says',
  },
];

const columns: readonly Column[] = [
  ...layerColumns,
  { name: 'commits', type: 'int', unit: 'commits', description: 'Commits' },
  { name: 'people', type: 'int', unit: 'people', description: 'Authors of these commits' },
  { name: 'co_authored', type: 'int', unit: 'commits', description: 'Commits with co-authors other than the author' },
  { name: 'reverted', type: 'int', unit: 'commits', description: 'Commits that a later one says it reverts' },
  { name: 'lines_born', type: 'int', unit: 'lines', description: 'Lines that came to the mainline' },
  { name: 'lines_alive', type: 'int', unit: 'lines', description: 'Lines of the tree at the end' },
  {
    name: 'rework_21d',
    type: 'float',
    isNullable: true,
    description: 'Share of lines that went within 21 days of landing, of those that landed 21 days before the end',
  },
];

const coverageColumns: readonly Column[] = [
  { name: 'commits', type: 'int', unit: 'commits', description: 'Commits of the walk' },
  { name: 'marked_commits', type: 'int', unit: 'commits', description: 'Commits that are marked as of an agent' },
  { name: 'bot_commits', type: 'int', unit: 'commits', description: 'Commits of other programs, by author' },
  { name: 'first_mark', type: 'time', isNullable: true, description: 'Time of the first commit that is marked' },
  { name: 'lines_alive', type: 'int', unit: 'lines', description: 'Text lines of the tree at the end' },
  { name: 'marked_lines_alive', type: 'int', unit: 'lines', description: 'Of these: of marked commits' },
  { name: 'limits', type: 'string', description: 'What the numbers do not say' },
];

const limits =
  'No mark does not mean that no agent helped: many leave none, and marks can be taken out. ' +
  'Compare marked and unmarked work within the time after the first mark, and by the same people.';

class AgentsRun implements AnalyzerRun {
  *report(context: ReportContext): Generator<Section> {
    const counts = new LayerCounts(context);
    yield coverageSection(context, counts);
    yield {
      name: 'agents',
      title: 'Commits and lines by layer',
      shape: 'table',
      columns,
      show: {
        columns: ['layer', 'agent', 'evidence', 'commits', 'people', 'lines_born', 'lines_alive', 'rework_21d'],
        bar: 'lines_alive',
        emptyBecause: 'the history has no commits',
      },
      rows: { [Symbol.iterator]: () => layerRows(context, counts) },
    };
    yield timeSection(context);
    yield filesSection(context);
  }

  gaps(context: ReportContext): Readonly<Record<string, number>> {
    let cut = 0;
    for (let place = 0; place < context.history.commits; place += 1) {
      if ((context.notes.flags(place) & commitFlag.cut) !== 0) cut += 1;
    }
    return { agents_cut_messages: cut };
  }
}

function* layerRows({ notes }: ReportContext, counts: LayerCounts): Generator<readonly Cell[]> {
  for (const [layer, commits] of counts.commits.entries()) {
    const [born, alive] = [counts.born[layer]!, counts.alive[layer]!];
    if (commits === 0 && born === 0) continue;
    const { layer: name, agent, evidence, confidence } = layerTexts(layer, notes);
    const observed = counts.observed[layer]!;
    const rework = observed === 0 ? null : counts.reworked[layer]! / observed;
    const [people, coAuthored, reverted] = [counts.people[layer]!, counts.coAuthored[layer]!, counts.reverted[layer]!];
    yield [name, agent, evidence, confidence, commits, people, coAuthored, reverted, born, alive, rework];
  }
}

function coverageSection(context: ReportContext, counts: LayerCounts): Section {
  const sumOf = (column: readonly number[], isWanted: (layer: number) => boolean): number =>
    column.reduce((sum, value, layer) => (isWanted(layer) ? sum + value : sum), 0);
  const isBot = (layer: number): boolean => layerTexts(layer, context.notes).layer === 'bot';
  const row: readonly Cell[] = [
    context.history.commits,
    sumOf(counts.commits, isAgentLayer),
    sumOf(counts.commits, isBot),
    firstMark(context),
    context.files.textLines,
    sumOf(counts.alive, isAgentLayer),
    limits,
  ];
  return { name: 'coverage', title: 'What is marked', shape: 'record', columns: coverageColumns, rows: [row] };
}

function firstMark(context: ReportContext): string | null {
  for (let place = 0; place < context.history.commits; place += 1) {
    if (context.notes.agentId(place) > 0) return context.isoUtc(context.commitSeconds(place));
  }
  return null;
}

const fileColumns: readonly Column[] = [
  { name: 'file', type: 'string', description: 'Path of the file at the end' },
  ...layerColumns.slice(1, 3),
  { name: 'lines_alive', type: 'int', unit: 'lines', description: 'Lines of the file that the agent wrote' },
  { name: 'share', type: 'float', description: 'Of the lines of the file' },
];

/** Files with lines of agents, in path order. */
function filesSection(context: ReportContext): Section {
  return {
    name: 'agents_files',
    title: 'Files with lines of agents',
    shape: 'table',
    columns: fileColumns,
    show: {
      columns: ['file', 'agent', 'evidence', 'lines_alive', 'share'],
      bar: 'lines_alive',
      keep: 'largest',
      emptyBecause: 'no line at the end of the history is of a commit that is marked as an agent’s',
    },
    rows: { [Symbol.iterator]: () => fileRows(context) },
  };
}

function* fileRows(context: ReportContext): Generator<readonly Cell[]> {
  const { notes, files } = context;
  const alive = context.scratch({ name: 'agent files', keys: ['rank', 'layer'], columns: { count: 'sum' } });
  context.lines.eachAlive((rank, origin, lines) => {
    const layer = layerOf(origin, notes);
    if (isAgentLayer(layer)) alive.add(rank, layer, 0, lines);
  });
  for (const { rank, layer, count } of alive) {
    const { agent, evidence } = layerTexts(layer, notes);
    yield [files.path(rank), agent, evidence, count, count / files.lines(rank)];
  }
}
