import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { registry } from '../../../analyzers/index.ts';
import { addFlags, saidFlags } from '../../../cmd/flags/command-line.ts';
import { environmentName, type Flag } from '../../../cmd/flags/flag.ts';
import { flagTable } from '../../../cmd/flags/flag-table.ts';
import { parseRunRequest, type RequestContext } from '../../../cmd/flags/parse-run-request.ts';
import { initialDraft } from '../../../cmd/flags/run-draft.ts';

const flags = flagTable(registry);
const draft = initialDraft('/spill', '/state', 0);

/** All but the one that is read before the others. */
const flagsOfRequests = flags.filter((flag) => flag.name !== 'config').map((flag) => [flag.name, flag] as const);

/** A value of each flag that differs from its default. */
const samples: Readonly<Record<string, string>> = {
  'max-time': '10m',
  'checkpoint-every': '500ms',
  'max-disk': '3GiB',
  'state-max': '1GiB',
  resume: 'require',
  rev: 'main',
  since: '2024-01-31',
  until: '2024-02-01',
  limit: '7',
  path: 'src',
  exclude: '*.min.js',
  renames: 'similar:60',
  'anomaly-fdr': '0.1',
  'coupling-max-p': '0.1',
  identities: '/people.txt',
  tick: '7d',
  'memory-budget': '512MiB',
  workers: '3',
  'spill-dir': '/elsewhere',
  'state-dir': '/elsewhere',
  analyzers: 'devs',
  format: 'csv',
  output: '/out',
  table: 'history/devs:developers',
  compat: 'code-maat',
  title: 'My tool',
  'link-base': 'https://example.com/me/tool',
  color: 'always',
  'log-file': '/log',
  'log-format': 'json',
  profile: '/profiles',
};

function sampleOf(flag: Flag): string {
  if (flag.kind === 'switch') return flag.initial === 'true' ? 'false' : 'true';
  return samples[flag.name] ?? flag.choices?.find((choice) => choice !== flag.initial) ?? '17';
}

function context(environment: Readonly<Record<string, string>>): RequestContext {
  return {
    environment,
    workingDirectory: '/',
    homeDirectory: '/home/ada',
    temporaryDirectory: '/spill',
    isTerminal: false,
    nowSeconds: 0,
    registry,
  };
}

describe('flagTable()', () => {
  test('has unique names, letters and variables', () => {
    const names = flags.map((flag) => flag.name);
    const letters = flags.flatMap((flag) => flag.short ?? []);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(letters).size).toBe(letters.length);
    expect(new Set(names.map(environmentName)).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^(?!no-)[a-z]+(-[a-z]+)*$/);
  });

  test('has a flag for each option of each analyzer', () => {
    const names = flags.map((flag) => flag.name);
    expect(names).toContain('burndown-granularity');
    expect(names).toContain('couples-max-files');
    for (const { id, options } of registry) {
      for (const option of options) expect(names).toContain(`${id.split('/')[1]}-${option.name}`);
    }
  });

  test.each(flagsOfRequests)('--%s changes the request', (_name, flag) => {
    expect(flag.apply(sampleOf(flag), draft)).not.toEqual(draft);
  });

  test.each(flagsOfRequests.filter(([, flag]) => saysItsDefault(flag)))(
    '--%s says what holds without it',
    async (name, flag) => {
      const silent = await parseRunRequest('/nowhere', {}, context({}));
      const said = await parseRunRequest('/nowhere', { [name]: [flag.initial] }, context({}));
      expect(said).toEqual(silent);
    },
  );

  test.each(flags.map((flag) => [flag.name, flag] as const))(
    '--%s stands in the help with its default',
    (_name, flag) => {
      const command = new Command('run');
      addFlags(command, flags);
      const help = command.configureHelp({ helpWidth: 500 }).helpInformation();
      const line = help.split('\n').find((shown) => shown.includes(` --${flag.name} `)) ?? '';
      expect(line).toContain(flag.help);
      if (flag.short !== undefined) expect(line).toContain(`-${flag.short}, `);
      if (flag.kind !== 'switch' && flag.initial !== '') expect(line).toContain(flag.initial);
      expect(help).toContain(`${flag.category[0]?.toUpperCase()}${flag.category.slice(1)}:`);
    },
  );

  test.each(flagsOfRequests)('--%s and its variable say the same', async (name, flag) => {
    const text = sampleOf(flag);
    const said = await parseRunRequest('/nowhere', { [name]: [text] }, context({}));
    const variable = { [environmentName(name)]: text };
    expect(await parseRunRequest('/nowhere', {}, context(variable))).toEqual(said);
  });
});

/** Not those whose default is nothing, or told in words. */
function saysItsDefault({ initial }: Flag): boolean {
  return initial !== '' && initial !== 'all' && !/[\s$]/.test(initial);
}

describe('saidFlags()', () => {
  function said(...args: readonly string[]): ReturnType<typeof saidFlags> {
    const command = new Command('run').argument('<repo>').action(() => {});
    addFlags(command, flags);
    command.parse([...args, '.'], { from: 'user' });
    return saidFlags(command, flags);
  }

  test('knows only what was said', () => {
    expect(said()).toEqual({});
  });

  test('keeps every time a value was said', () => {
    expect(said('--path', 'a', '--path=b', '-a', 'devs', '-o-')).toEqual({
      path: ['a', 'b'],
      analyzers: ['devs'],
      output: ['-'],
    });
  });

  test('knows a switch that is taken back', () => {
    expect(said('--no-resume', '--no-burndown-people', '--first-parent', '-q')).toEqual({
      resume: ['false'],
      'burndown-people': ['false'],
      'first-parent': ['true'],
      quiet: ['true'],
    });
  });

  test('knows a choice that is turned off, and one that is said after that', () => {
    expect(said('--resume', 'require')).toEqual({ resume: ['require'] });
    expect(said('--no-resume', '--resume=auto')).toEqual({ resume: ['auto'] });
    expect(said('--resume=auto', '--no-resume')).toEqual({ resume: ['false'] });
  });
});
