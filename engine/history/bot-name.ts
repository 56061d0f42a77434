/** Programs that commit under names of their own, the way hosting sites and their users call them. */
const botNames: readonly RegExp[] = [
  /\[bot\]$/i,
  /(^|[\s_-])(bot|robot)$/i,
  /^(dependabot|renovate|greenkeeper|github[- ]actions?|semantic-release|pre-commit-ci)([\s_-]|$)/i,
  /^(snyk|mergify|weblate|fossabot|imgbot|allcontributors|codecov|bors|transifex)([\s_-]|$)/i,
];

const botAddress = /\[bot\]@/i;

/** Whether an author is a program, by its name or its address. */
export function isBot(name: string, email = ''): boolean {
  return botAddress.test(email) || botNames.some((pattern) => pattern.test(name.trim()));
}
