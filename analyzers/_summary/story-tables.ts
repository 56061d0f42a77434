import { groupDigits } from '../../engine/index.ts';
import { commonCommitsMin, isOrdinary } from '../_page/file-pairs.ts';
import type { RepositoryStory } from '../_page/repository-story.ts';
import { said } from '../_page/said-value.ts';
import { type SummaryColumn, type SummaryTable, tableRowsMax } from './summary.ts';

interface StoryTable {
  /** Sections that it is made of: one of them must be in the report. */
  readonly sections: readonly string[];
  readonly make: (story: RepositoryStory) => SummaryTable;
}

/** The tables of a summary, the ones that say most first. */
export const storyTables: readonly StoryTable[] = [
  { sections: ['history/devs:developers'], make: peopleTable },
  { sections: ['history/burndown:developer_survival'], make: ownersTable },
  { sections: ['history/file-history:file_churn'], make: filesTable },
  { sections: ['history/couples:file_coupling'], make: pairsTable },
  { sections: ['history/devs:languages'], make: languagesTable },
  { sections: ['history/burndown:file_survival', 'history/couples:file_ownership'], make: largestTable },
];

function peopleTable({ census }: RepositoryStory): SummaryTable {
  const people = census.busiest().slice(0, tableRowsMax);
  return {
    title: census.botCount === 0 ? 'People' : `People, ${said.count(census.botCount, 'bot', 'bots')} aside`,
    rowCount: census.peopleCount,
    columns: [
      texts(people.map(({ name }) => name)),
      numbers(
        'commits',
        people.map(({ commits }) => commits),
      ),
      numbers(
        'lines added',
        people.map(({ linesAdded }) => linesAdded),
      ),
      numbers(
        'lines removed',
        people.map(({ linesRemoved }) => linesRemoved),
      ),
      dates(people.map(({ name }) => census.lastSeenAt(name) ?? null)),
    ],
    emptyBecause: 'no commit changes a file',
  };
}

function ownersTable({ people, census }: RepositoryStory): SummaryTable {
  const all = people.owners().filter(({ lines }) => lines > 0);
  const owners = all.slice(0, tableRowsMax);
  const seenAt = owners.map(({ name, lastSeenAt }) => census.lastSeenAt(name) ?? lastSeenAt);
  return {
    title: 'Authors of living lines',
    rowCount: all.length,
    columns: [
      texts(owners.map(({ name }) => name)),
      numbers(
        'lines',
        owners.map(({ lines }) => lines),
      ),
      column(
        'share',
        'number',
        owners.map(({ lines }) => said.percent(lines / people.ownedLines)),
      ),
      ...(seenAt.every((seconds) => seconds === null) ? [] : [dates(seenAt)]),
    ],
    emptyBecause: 'no line of text is alive',
  };
}

function filesTable({ hotspots }: RepositoryStory): SummaryTable {
  const code = (hotspots.block()?.files ?? []).filter(({ path }) => !isOrdinary(path));
  const files = code.slice(0, tableRowsMax);
  return {
    title: 'Code changed most',
    rowCount: hotspots.fileCount,
    columns: [
      paths(
        '',
        files.map(({ path }) => path),
      ),
      numbers(
        'commits',
        files.map(({ commits }) => commits),
      ),
      numbers(
        'authors',
        files.map(({ people }) => people),
      ),
      ...(files.every(({ lines }) => lines === 0)
        ? []
        : [
            numbers(
              'lines now',
              files.map(({ lines }) => lines),
            ),
          ]),
    ],
    emptyBecause: 'no file is left, or only tests, documents, locks and the like',
  };
}

function pairsTable({ pairs }: RepositoryStory): SummaryTable {
  const strongest = pairs.strongest();
  return {
    title: 'Files that change together',
    rowCount: pairs.pairCount,
    columns: [
      paths(
        '',
        strongest.map(({ file1 }) => file1),
      ),
      paths(
        'and',
        strongest.map(({ file2 }) => file2),
      ),
      numbers(
        'commits',
        strongest.map(({ commits }) => commits),
      ),
      column(
        'strength',
        'number',
        strongest.map(({ strength }) => said.percent(strength)),
      ),
    ],
    emptyBecause: `no two files of code have ${commonCommitsMin} common commits`,
  };
}

function languagesTable({ people }: RepositoryStory): SummaryTable {
  const languages = people.languages();
  const shown = languages.slice(0, tableRowsMax);
  return {
    title: 'Languages',
    rowCount: languages.length,
    columns: [
      texts(shown.map(({ name }) => name)),
      numbers(
        'lines ever changed',
        shown.map(({ lines }) => lines),
      ),
    ],
    emptyBecause: 'no line of text was changed',
  };
}

function largestTable({ hotspots }: RepositoryStory): SummaryTable {
  const { files, fileCount } = hotspots.largest(tableRowsMax);
  return {
    title: 'Largest files',
    rowCount: fileCount,
    columns: [
      paths(
        '',
        files.map(({ path }) => path),
      ),
      numbers(
        'lines',
        files.map(({ lines }) => lines),
      ),
    ],
    emptyBecause: 'no text file is left',
  };
}

function column(title: string, kind: SummaryColumn['kind'], cells: readonly string[]): SummaryColumn {
  return { title, kind, cells };
}

function texts(cells: readonly string[]): SummaryColumn {
  return column('', 'text', cells);
}

function paths(title: string, cells: readonly string[]): SummaryColumn {
  return column(title, 'path', cells);
}

function numbers(title: string, values: readonly number[]): SummaryColumn {
  return column(title, 'number', values.map(groupDigits));
}

function dates(seconds: readonly (number | null)[]): SummaryColumn {
  const said = seconds.map((time) => (time === null ? '–' : new Date(time * 1000).toISOString().slice(0, 10)));
  return column('last commit', 'text', said);
}
