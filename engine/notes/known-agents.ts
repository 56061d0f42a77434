/** A program that writes code for people, and the marks that it leaves in commits. All in lower case. */
export interface KnownAgent {
  readonly name: string;
  /** Whole addresses of authors, committers and co-authors. */
  readonly emails?: readonly string[];
  /** Accounts of a hosting site: `<number>+<account>@users.noreply.github.com`, and the name of an author. */
  readonly accounts?: readonly string[];
  /** What the names of authors end with. */
  readonly nameEnd?: string;
  /** What a subject begins with. */
  readonly subjectStart?: string;
  /** What a line of the message holds. */
  readonly footer?: string;
}

/**
 * The agents that are known, in the order of their ids from 1; new ones go to the end. Addresses and accounts only: a
 * person may be called Claude or Devin.
 */
export const knownAgents: readonly KnownAgent[] = [
  {
    name: 'Claude Code',
    emails: ['noreply@anthropic.com'],
    accounts: ['claude[bot]'],
    footer: 'generated with [claude code]',
  },
  { name: 'Cursor', emails: ['cursoragent@cursor.com'] },
  {
    name: 'GitHub Copilot',
    emails: ['copilot@github.com'],
    accounts: ['copilot', 'copilot-swe-agent[bot]', 'github-code-quality[bot]'],
  },
  { name: 'Devin', accounts: ['devin-ai-integration[bot]'] },
  { name: 'Jules', accounts: ['google-labs-jules[bot]'] },
  { name: 'OpenHands', emails: ['openhands@all-hands.dev'] },
  {
    name: 'Codex',
    emails: ['codex@openai.com'],
    accounts: ['chatgpt-codex-connector', 'chatgpt-codex-connector[bot]'],
  },
  {
    name: 'Aider',
    emails: ['noreply@aider.chat', 'aider@aider.chat'],
    nameEnd: ' (aider)',
    subjectStart: 'aider:',
  },
  { name: 'Gemini Code Assist', accounts: ['gemini-code-assist[bot]'] },
  { name: 'Amp', emails: ['amp@ampcode.com'] },
  { name: 'Sweep', accounts: ['sweep-ai[bot]'] },
  { name: 'Factory Droid', accounts: ['factory-droid[bot]'] },
  { name: 'Amazon Q Developer', accounts: ['amazon-q-developer[bot]'] },
];

/** The id of marks that are of an agent and name none that is known. */
export const otherAgentId: number = knownAgents.length + 1;
