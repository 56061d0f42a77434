import type { Fact, Facts, ReportContext } from '../../engine/index.ts';
import { walkedCommits } from './commit-walk.ts';
import type { ProcessFacts } from './process-facts.ts';
import { Subsystems } from './subsystems.ts';

/** What the author of each commit had done before. Facts are whole numbers: rexp is kept as the bits of a float. */
export type Experience = Facts<'place' | 'exp' | 'rexpHigh' | 'rexpLow' | 'sexp'>;

type Work = Facts<'person' | 'place' | 'subsystem' | 'files'>;

/**
 * exp: earlier commits of the author. rexp: the same, each by one more than the whole years since. sexp: earlier
 * commits in each of the commit's subsystems, added up.
 * BOUNDED BY: 8 bytes a commit of one person, at most doubled; 4 bytes a subsystem.
 */
export function experienceOf(facts: ProcessFacts, context: ReportContext): Experience {
  const subsystems = new Subsystems();
  const work: Work = context.scratch({
    name: 'process_work',
    keys: ['person', 'place', 'subsystem'],
    columns: { files: 'sum' },
  });
  for (const { place, person, changes } of walkedCommits(facts, context)) {
    for (const { path } of changes) work.add(person, place, subsystems.of(context.pathText(path)), 1);
  }
  const experience: Experience = context.scratch({
    name: 'process_experience',
    keys: ['place'],
    columns: { exp: 'sum', rexpHigh: 'sum', rexpLow: 'sum', sexp: 'sum' },
  });
  for (const person of work.groups()) addPerson(person, subsystems.count, context, experience);
  return experience;
}

/** The commits of a person in walk order, one fact for each subsystem. */
function addPerson(
  work: Iterable<{ readonly place: number; readonly subsystem: number }>,
  subsystemCount: number,
  context: ReportContext,
  experience: Experience,
): void {
  const past = new Past(subsystemCount);
  let open = -1;
  for (const { place, subsystem } of work) {
    if (place !== open) {
      if (open >= 0) past.close(open, experience);
      past.open(context.commitSeconds(place));
      open = place;
    }
    past.add(subsystem);
  }
  if (open >= 0) past.close(open, experience);
}

const bits = new DataView(new ArrayBuffer(8));

export function rexpOf({ rexpHigh, rexpLow }: Fact<'rexpHigh' | 'rexpLow'>): number {
  bits.setUint32(0, rexpHigh);
  bits.setUint32(4, rexpLow);
  return bits.getFloat64(0);
}

const yearSeconds = 365 * 86_400;
/** Older commits count as so old. */
const yearsMax = 200;

class Past {
  /** Times of earlier commits, which ascend: growing by doubling. */
  #times: Float64Array = new Float64Array(64);
  #count = 0;
  /** How many of them are at least so many years old; they only get more. */
  readonly #older: number[] = [];
  readonly #bySubsystem: Uint32Array;
  readonly #open: number[] = [];
  #seconds = 0;
  #subsystemCommits = 0;

  constructor(subsystemCount: number) {
    this.#bySubsystem = new Uint32Array(subsystemCount);
  }

  open(seconds: number): void {
    this.#seconds = seconds;
    this.#open.length = 0;
    this.#subsystemCommits = 0;
  }

  add(subsystem: number): void {
    this.#subsystemCommits += this.#bySubsystem[subsystem]!;
    this.#open.push(subsystem);
  }

  close(place: number, experience: Experience): void {
    bits.setFloat64(0, this.#recent());
    experience.add(place, 0, 0, this.#count, bits.getUint32(0), bits.getUint32(4), this.#subsystemCommits);
    for (const subsystem of this.#open) this.#bySubsystem[subsystem]! += 1;
    if (this.#count === this.#times.length) {
      const bigger = new Float64Array(this.#count * 2);
      bigger.set(this.#times);
      this.#times = bigger;
    }
    this.#times[this.#count] = this.#seconds;
    this.#count += 1;
  }

  #recent(): number {
    let sum = 0;
    let younger = this.#count;
    for (let years = 1; years <= yearsMax && younger > 0; years += 1) {
      const older = this.#olderThan(years);
      sum += (younger - older) / years;
      younger = older;
    }
    return sum + younger / (yearsMax + 1);
  }

  #olderThan(years: number): number {
    let older = this.#older[years] ?? 0;
    while (older < this.#count && this.#times[older]! <= this.#seconds - years * yearSeconds) older += 1;
    this.#older[years] = older;
    return older;
  }
}
