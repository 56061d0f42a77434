import {
  auditIdentities,
  CodefangError,
  formatBytes,
  type History,
  type IdentityAudit,
  Mailmap,
  MemoryMeter,
  MiB,
  openHistory,
  readFinalFile,
  resolveBudget,
  UnheldHistory,
} from '../engine/index.ts';
import { usualOptions } from './usual-options.ts';
import { orderOf } from './order-of.ts';

export interface AuditOrder {
  readonly repository: string;
  readonly revision: string;
  /** As of a run; undefined for the default. */
  readonly memoryBudget: string | undefined;
  /** Where earlier surveys kept what they read of commits. */
  readonly stateDirectory: string;
  readonly allowIncomplete: boolean;
}

export interface RepositoryAudit {
  readonly audit: IdentityAudit;
  /** Whether the last line of the `.mailmap` has no line feed, so that nothing can be appended to it. */
  readonly needsLineFeed: boolean;
}

/** Per name with address: keys of one kind of evidence, pairs, and who is who. */
const auditBytesPerIdent = 600;

/** Audits the identities of a history, which is surveyed within the budget. No tree but the last is read. */
export function auditRepository(order: AuditOrder): RepositoryAudit {
  const budgetBytes = resolveBudget(order.memoryBudget);
  const memory = new MemoryMeter();
  try {
    const history = survey(order, budgetBytes, memory);
    const neededBytes = memory.rssBytes() + history.idents.count * auditBytesPerIdent;
    if (budgetBytes > 0 && neededBytes > budgetBytes) throw refusal(budgetBytes, neededBytes);
    const bytes = readFinalFile(history, '.mailmap') ?? new Uint8Array(0);
    const needsLineFeed = bytes.length > 0 && bytes[bytes.length - 1] !== 0x0a;
    return { audit: auditIdentities(history, Mailmap.parse(bytes)), needsLineFeed };
  } finally {
    memory.close();
  }
}

function survey(order: AuditOrder, budgetBytes: number, memory: MemoryMeter): History {
  const { repository, revision, stateDirectory, allowIncomplete } = order;
  const { rules } = orderOf({ ...usualOptions, repository, revision, allowIncomplete });
  const request = { ...rules, repository, budgetBytes, residentBytes: memory.rssBytes(), stateDirectory };
  try {
    return openHistory(request, () => {});
  } catch (error) {
    if (error instanceof UnheldHistory) throw refusal(budgetBytes, error.size.budgetBytes);
    throw error;
  }
}

/** The process differs by some MiB from one time to the next. */
const marginBytes = 8 * MiB;

function refusal(budgetBytes: number, neededBytes: number): CodefangError {
  const needed = Math.ceil((neededBytes + marginBytes) / MiB);
  const state = `names and commits take more, use --memory-budget ${needed}MiB or more`;
  return new CodefangError('BUDGET', `Cannot compare identities in ${formatBytes(budgetBytes)}: ${state}`);
}
