/** Options as users of the Go codefang know them, and what says the same here. */
export const formerNames: ReadonlyMap<string, string> = new Map([
  ['--checkpoint-dir', '--state-dir'],
  ['--gogc', '--memory-budget'],
  ['--head', '--limit 1'],
  ['--no-checkpoint', '--no-resume'],
  ['--no-color', '--color never'],
  ['--people-dict', '--identities'],
  ['--silent', '--quiet'],
  ['--tick-size', '--tick'],
]);
