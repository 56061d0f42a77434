import type { ReportContext } from '../../engine/index.ts';

const daySeconds = 86_400;

/** The owner of lines that are nobody's: older than the walk. Owners are people + 1, since keys have no sign. */
export const nobody = 0;

/** Who of the owners is a program, and when each was last seen. BOUNDED BY: 9 bytes a person. */
export class People {
  readonly #context: ReportContext;
  readonly #activeDays: number;
  readonly #isBot: Uint8Array;
  /** Time of the last commit of each, merges among them. */
  readonly #lastSeconds: Float64Array;

  constructor(context: ReportContext, activeDays: number) {
    const { personCount, history } = context;
    this.#context = context;
    this.#activeDays = activeDays;
    this.#isBot = Uint8Array.from({ length: personCount }, (_, person) => (context.isBot(person) ? 1 : 0));
    this.#lastSeconds = new Float64Array(personCount).fill(-1);
    for (let place = 0; place < history.commits; place += 1) {
      const person = context.personOf(place);
      if (person < 0) continue;
      const seconds = context.commitSeconds(place);
      if (seconds > this.#lastSeconds[person]!) this.#lastSeconds[person] = seconds;
    }
  }

  get count(): number {
    return this.#isBot.length;
  }

  isBot(person: number): boolean {
    return this.#isBot[person] === 1;
  }

  /** Whether a person made a commit in the last days of the history; `days` are those of the option by default. */
  isActive(person: number, days: number = this.#activeDays): boolean {
    const last = this.#lastSeconds[person]!;
    return last >= 0 && this.#context.history.lastCommitSeconds - last <= days * daySeconds;
  }

  /** When a person was last seen; null when never. */
  lastSeen(person: number): string | null {
    const last = this.#lastSeconds[person]!;
    return last < 0 ? null : this.#context.isoUtc(last);
  }

  email(person: number): string {
    return this.#context.personEmail(person);
  }

  name(person: number): string {
    return this.#context.personName(person);
  }
}
