/** How many samples of one kind were looked at, and how they differ. */
export class OpinionCount {
  readonly what: string;
  /** Who was asked. */
  readonly whom: string;
  agreed = 0;
  asked = 0;
  /** How many smaller things the samples hold, such as lines. */
  detail = 0;
  readonly detailName: string;
  readonly explained: string[] = [];
  readonly unexplained: string[] = [];

  constructor(what: string, whom: string, detailName: string) {
    this.what = what;
    this.whom = whom;
    this.detailName = detailName;
  }

  agree(detail: number): void {
    this.asked += 1;
    this.agreed += 1;
    this.detail += detail;
  }

  /** A difference that our rules make: what differs, and why. */
  explain(difference: string): void {
    this.asked += 1;
    this.explained.push(difference);
  }

  differ(difference: string): void {
    this.asked += 1;
    this.unexplained.push(difference);
  }
}
