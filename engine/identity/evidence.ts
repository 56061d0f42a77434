/** What speaks for two names with addresses being one person, or against it, as bits. */
export const evidence = {
  account: 1,
  email: 2,
  name: 4,
  similar: 8,
  pattern: 16,
  login: 32,
  common: 64,
  numbered: 128,
};

/** Tenths, and what the audit prints. */
const weights: readonly (readonly [bit: number, tenths: number, text: string])[] = [
  [evidence.account, 10, 'same GitHub account'],
  [evidence.email, 9, 'same address but for case, tag or dots'],
  [evidence.name, 8, 'same full name'],
  [evidence.similar, 5, 'names differ in one or two letters'],
  [evidence.pattern, 5, 'the name fits the address'],
  [evidence.login, 5, 'the login is the address before the @'],
  [evidence.common, -4, 'but that name has addresses in three or more domains'],
  [evidence.numbered, -8, 'but the addresses are numbered in one organisation'],
];

export const likelyTenths = 8;
export const possibleTenths = 5;

/** The sum of the weights, in tenths. */
export function scoreOf(bits: number): number {
  return weights.reduce((sum, [bit, tenths]) => sum + ((bits & bit) === 0 ? 0 : tenths), 0);
}

/** In words, the strongest first. */
export function evidenceTexts(bits: number): readonly string[] {
  return weights.filter(([bit]) => (bits & bit) !== 0).map(([, , text]) => text);
}
