import type { Command } from 'commander';
import { parseCount } from '../flags/parse-count.ts';
import { readOption } from '../flags/read-option.ts';
import type { Shell } from '../shell.ts';
import { refuseEmptyLogs, refuseReports } from './check-logs.ts';

const portMax = 65_535;
/** Taken when none is said; another one that is free when it is taken. */
const usualPort = 4477;

const notes = `
Reads logs that --log-file writes, plain or gzip, of one run or many; in a directory, the files that end
in .ndjson, .jsonl or .log. Logs may grow, rotate or be truncated meanwhile, and need not exist yet. The
page is served on this machine only, unless --host names another address; then anyone who can reach the
address can read it.

  http://…/           the page          http://…/metrics   the same for Prometheus

Examples:
  codefang run --log-file run.ndjson . & codefang dashboard run.ndjson
  codefang dashboard logs/
  codefang dashboard --export run.html run.ndjson`;

interface DashboardFlags {
  readonly port?: string;
  readonly host: string;
  readonly export?: string;
  readonly open?: boolean;
  readonly withParent?: boolean;
}

/** `codefang dashboard`: chunk logs as a page. */
export function define(command: Command, shell: Shell): void {
  command.argument('[log...]', 'chunk logs, or directories of them (default: .)');
  command.option('--port <N>', `serve on this port; 0 picks a free one (default: ${usualPort} if free)`);
  command.option('--host <ADDRESS>', 'serve on this address', '127.0.0.1');
  command.option('--export <FILE>', 'write the page to this file for reading offline, and exit');
  command.option('--open', 'show the page in the browser');
  command.addOption(command.createOption('--with-parent', 'end when the process that started it does').hideHelp());
  command.addHelpText('after', notes);
  command.action(async (logs: readonly string[], flags: DashboardFlags) => {
    const { port: text } = flags;
    const port = text === undefined ? undefined : readOption('--port', () => parseCount(text, 0, portMax));
    const { exportDashboard, serveDashboard } = await import('./dashboard.ts');
    const named = logs.length === 0 ? ['.'] : logs;
    refuseReports(named);
    if (flags.export !== undefined) {
      refuseEmptyLogs(named);
      await exportDashboard(named, flags.export, shell);
      return;
    }
    await serveDashboard({
      logs: named,
      host: flags.host,
      port: port ?? usualPort,
      mayMove: port === undefined,
      isOpened: flags.open ?? false,
      isWithParent: flags.withParent ?? false,
      shell,
    });
  });
}
