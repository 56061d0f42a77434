import { agentEvidence } from '../commit-notes.ts';
import { knownAgents, otherAgentId } from './known-agents.ts';
import type { Trailer } from './trailer-block.ts';

/** What is looked through for marks of an agent. */
export interface MarkedTexts {
  readonly authorName: string;
  readonly authorEmail: string;
  readonly committerName: string;
  readonly committerEmail: string;
  readonly subject: string;
  readonly message: string;
  readonly trailers: readonly Trailer[];
}

/** Which agent, and by what; both 0 where there is no mark, which does not mean that there was no agent. */
export interface AgentMark {
  readonly agentId: number;
  /** One of `agentEvidence`. */
  readonly evidence: number;
}

const unmarked: AgentMark = { agentId: 0, evidence: agentEvidence.none };
const accountHost = '@users.noreply.github.com';
const otherFooter = '\u{1F916} generated with';
/** These name an agent, with or without an address. */
const assistKeys: ReadonlySet<string> = new Set(['assisted-by', 'generated-by', 'ai-assistant']);

const byEmail = new Map<string, number>();
const byAccount = new Map<string, number>();
for (const [at, { emails = [], accounts = [] }] of knownAgents.entries()) {
  for (const email of emails) byEmail.set(email, at + 1);
  for (const account of accounts) byAccount.set(account, at + 1);
}

/** The strongest mark of a commit: its author, its committer, a trailer, a line of the message, its subject. */
export function findAgent(texts: MarkedTexts): AgentMark {
  const author = agentOfIdent(texts.authorName, texts.authorEmail);
  if (author > 0) return { agentId: author, evidence: agentEvidence.author };
  const committer = agentOfIdent(texts.committerName, texts.committerEmail);
  if (committer > 0) return { agentId: committer, evidence: agentEvidence.committer };
  const trailer = firstAgent(texts.trailers, agentOfTrailer);
  if (trailer > 0) return { agentId: trailer, evidence: agentEvidence.trailer };
  const footer = agentOfFooter(texts.message);
  if (footer > 0) return { agentId: footer, evidence: agentEvidence.footer };
  const subject = texts.subject.toLowerCase();
  const bySubject = knownAgents.findIndex(({ subjectStart }) => startsWith(subject, subjectStart));
  return bySubject < 0 ? unmarked : { agentId: bySubject + 1, evidence: agentEvidence.subject };
}

function agentOfIdent(name: string, email: string): number {
  const lower = email.toLowerCase();
  const known = byEmail.get(lower) ?? (lower.endsWith(accountHost) ? byAccount.get(accountOf(lower)) : undefined);
  if (known !== undefined) return known;
  const shown = name.toLowerCase();
  // An account that ends with [bot] is no name that a person has.
  if (shown.endsWith('[bot]')) return byAccount.get(shown) ?? 0;
  return knownAgents.findIndex(({ nameEnd }) => nameEnd !== undefined && shown.endsWith(nameEnd)) + 1;
}

/** `198982749+copilot@users.noreply.github.com` → `copilot`; the number is not stable. */
function accountOf(email: string): string {
  return email.slice(0, -accountHost.length).replace(/^\d+\+/, '');
}

function agentOfTrailer({ key, value }: Trailer): number {
  const lower = key.toLowerCase();
  if (lower === 'agent-logs-url') return otherAgentId;
  const isAssist = assistKeys.has(lower);
  if (!isAssist && lower !== 'co-authored-by') return 0;
  const ident = /^([^<]*)<([^>]*)>/.exec(value);
  if (ident !== null) return agentOfIdent(ident[1]!.trim(), ident[2]!);
  return isAssist ? agentOfTool(value.toLowerCase()) : 0;
}

/** `Assisted-by: Claude:claude-opus-4` and the like: the value begins with the first word of an agent's name. */
function agentOfTool(value: string): number {
  for (const [at, { name }] of knownAgents.entries()) {
    const full = name.toLowerCase();
    const word = full === 'github copilot' ? 'copilot' : full.split(' ')[0]!;
    if (value === full || value.startsWith(`${full} `) || isWordAt(value, word)) return at + 1;
  }
  return 0;
}

/** Whether a text is a word, or goes on as the names of models do: `claude-sonnet-4`, `claude:opus`, `claude/4`. */
function isWordAt(text: string, word: string): boolean {
  return text === word || (text.startsWith(word) && /^[-:/@(\d]/.test(text.slice(word.length)));
}

function agentOfFooter(message: string): number {
  if (!/generated with/i.test(message)) return 0;
  const lower = message.toLowerCase();
  const known = knownAgents.findIndex(({ footer }) => footer !== undefined && lower.includes(footer));
  if (known >= 0) return known + 1;
  return lower.includes(otherFooter) ? otherAgentId : 0;
}

function startsWith(text: string, start: string | undefined): boolean {
  return start !== undefined && text.startsWith(start);
}

function firstAgent<Item>(items: readonly Item[], agentOf: (item: Item) => number): number {
  for (const item of items) {
    const agent = agentOf(item);
    if (agent > 0) return agent;
  }
  return 0;
}
