/** Checks a claim about our own code; a broken one is a bug, never bad input. */
export function assert(condition: boolean, claim: string): asserts condition {
  if (!condition) throw new AssertionFailure(claim);
}

/** Thrown by `assert`: the message is the claim that did not hold. */
export class AssertionFailure extends Error {
  constructor(claim: string) {
    super(`Cannot continue: "${claim}" does not hold, this is a bug in codefang`);
    this.name = 'AssertionFailure';
  }
}
