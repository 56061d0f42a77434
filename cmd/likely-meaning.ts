/** Commands as other tools name them. */
const otherCommands: ReadonlyMap<string, string> = new Map([
  ['analyse', 'run'],
  ['analysis', 'run'],
  ['analyze', 'run'],
  ['annotate', 'blame'],
  ['chart', 'plot'],
  ['draw', 'plot'],
  ['exec', 'run'],
  ['export', 'convert'],
  ['graph', 'plot'],
  ['html', 'run -o report.html'],
  ['json', 'run -o report.json'],
  ['log', 'logs'],
  ['praise', 'blame'],
  ['render', 'convert'],
  ['scan', 'run'],
  ['start', 'run'],
  ['stat', 'run'],
  ['stats', 'run'],
  ['summary', 'run'],
  ['tables', 'list'],
  ['visualize', 'plot'],
]);

/** The command that a word of another tool stands for; undefined when nothing is known of it. */
export function commandOfOtherTools(word: string): string | undefined {
  return otherCommands.get(word.toLowerCase());
}

/** Whether a text names a repository elsewhere: `https://…`, `git@host:path`. */
export function isRemote(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^[\w.-]+@[\w.-]+:(?!\/\/)/.test(text);
}

/** What to type for a repository elsewhere: nothing here opens a connection. */
export function cloneCommand(url: string): string {
  const name = /([^/:]+?)(?:\.git)?\/*$/.exec(url)?.[1] ?? 'repository';
  return `git clone --bare ${url} ${name}.git && codefang run ${name}.git`;
}

/** Whether a text is a range of commits, as `main..HEAD`; no path is named like that. */
export function isRange(text: string): boolean {
  return /^[^\s./][^\s]*\.\.[^/.]?|^\.\.[^./]/.test(text) && !/(^|\/)\.\.(\/|$)/.test(text);
}
