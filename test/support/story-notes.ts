import { commitFlag, type CommitNotes } from '../../engine/index.ts';
import type { CommitStory } from './commit-story.ts';

/** What commits of a story say of themselves: nothing, unless a test says otherwise. */
export function notesOf(story: CommitStory, instead: Partial<CommitNotes> = {}): CommitNotes {
  const { commits } = story;
  return {
    authorSeconds: (place) => commits[place]!.seconds,
    committerSeconds: (place) => commits[place]!.seconds,
    authorZoneMinutes: () => 0,
    committerId: (place) => commits[place]!.person,
    flags: (place) => (commits[place]!.isMerge ? commitFlag.merge : 0),
    coAuthors: () => [],
    agentId: () => 0,
    agentEvidence: () => 0,
    agentCount: 2,
    agentName: (agentId) => `Agent ${agentId}`,
    revertedPlace: () => -1,
    cherryPickedPlace: () => -1,
    tickets: () => [],
    subject: (place) => `Commit ${place}`,
    personCount: story.personCount,
    ...instead,
  };
}
