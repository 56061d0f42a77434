import { CodefangError, type PartShape } from '../../engine/index.ts';

/** What a file has been through so far. */
export interface FileState {
  /** Place of the commit that changed it last, -1 for none. */
  lastPlace: number;
  /** Text lines that it had then. */
  lines: number;
  /** Who changed it, in the order of their first change: `[0, peopleCount)`. */
  people: Uint32Array;
  peopleCount: number;
}

const objectBytes = 96;
const none = new Uint32Array(0);
const headInts = 2;

/** One part a file: as small as the number of its people. */
export const fileStateShape: PartShape<FileState> = {
  create: () => ({ lastPlace: -1, lines: 0, people: none, peopleCount: 0 }),
  encode: ({ lastPlace, lines, people, peopleCount }) => {
    const ints = new Uint32Array(headInts + peopleCount);
    ints[0] = lastPlace + 1;
    ints[1] = lines;
    ints.set(people.subarray(0, peopleCount), headInts);
    return new Uint8Array(ints.buffer);
  },
  decode: (bytes) => {
    if (bytes.length < headInts * 4 || bytes.length % 4 !== 0) {
      throw new CodefangError('CORRUPT', 'Cannot read the state of a file: its bytes are not whole numbers');
    }
    const ints = new Uint32Array(bytes.slice().buffer);
    const people = ints.slice(headInts);
    return { lastPlace: ints[0]! - 1, lines: ints[1]!, people, peopleCount: people.length };
  },
  weigh: ({ people }) => objectBytes + people.byteLength,
};

/** Adds a person unless the file knows them. */
export function addPerson(state: FileState, person: number): void {
  for (let at = 0; at < state.peopleCount; at += 1) if (state.people[at] === person) return;
  if (state.peopleCount === state.people.length) {
    const bigger = new Uint32Array(Math.max(2, state.people.length * 2));
    bigger.set(state.people);
    state.people = bigger;
  }
  state.people[state.peopleCount] = person;
  state.peopleCount += 1;
}
