import { agentEvidence, commitFlag, type CommitNotes } from '../../engine/index.ts';

/** A layer: agents by id and evidence, or one of these. Layers part all commits, and all lines. */
const unmarked = 0;
const bots = 1;
const olderThanWalk = 2;
const firstAgent = 8;
const evidenceCount = 8;

const evidenceNames: Readonly<Record<number, string>> = {
  [agentEvidence.author]: 'author',
  [agentEvidence.committer]: 'committer',
  [agentEvidence.trailer]: 'trailer',
  [agentEvidence.footer]: 'footer',
  [agentEvidence.subject]: 'subject',
};

/** What of a layer is shown; texts are null where they do not apply. */
export interface LayerTexts {
  readonly layer: 'agent' | 'bot' | 'unmarked' | 'older';
  readonly agent: string | null;
  readonly evidence: string | null;
  readonly confidence: 'high' | 'medium' | null;
}

/** Numbers of layers are `[0, layerCount)`. */
export function layerCountOf(notes: CommitNotes): number {
  return firstAgent + (notes.agentCount + 1) * evidenceCount;
}

/** The layer of what the commit at a place wrote; -1 is older than the walk. */
export function layerOf(place: number, notes: CommitNotes): number {
  if (place < 0) return olderThanWalk;
  const agent = notes.agentId(place);
  if (agent > 0) return firstAgent + agent * evidenceCount + notes.agentEvidence(place);
  return (notes.flags(place) & commitFlag.botAuthor) === 0 ? unmarked : bots;
}

export function isAgentLayer(layer: number): boolean {
  return layer >= firstAgent;
}

/** An agent that wrote under its own name is certain; a trailer may be an editor's default. */
export function layerTexts(layer: number, notes: CommitNotes): LayerTexts {
  if (layer === unmarked) return { layer: 'unmarked', agent: null, evidence: null, confidence: null };
  if (layer === bots) return { layer: 'bot', agent: null, evidence: 'author', confidence: 'high' };
  if (layer === olderThanWalk) return { layer: 'older', agent: null, evidence: null, confidence: null };
  const evidence = (layer - firstAgent) % evidenceCount;
  return {
    layer: 'agent',
    agent: notes.agentName(Math.floor((layer - firstAgent) / evidenceCount)),
    evidence: evidenceNames[evidence]!,
    confidence: evidence <= agentEvidence.committer ? 'high' : 'medium',
  };
}
