import type { CommitNotes } from '../../engine/index.ts';

/** When a commit was written by the clock of its author. */
export interface LocalTime {
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  readonly hour: number;
}

const daySeconds = 86_400;

export function localTime(place: number, notes: CommitNotes): LocalTime {
  const seconds = notes.authorSeconds(place) + notes.authorZoneMinutes(place) * 60;
  const day = Math.floor(seconds / daySeconds);
  // 1970 began on a Thursday.
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1;
  return { weekday, hour: Math.floor((seconds - day * daySeconds) / 3600) };
}
