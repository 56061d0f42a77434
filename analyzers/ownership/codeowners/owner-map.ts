import type { ReportContext } from '../../../engine/index.ts';

/** Who the owners of a file are: each text by the file of the option, else as the history knows them. */
export class OwnerMap {
  readonly #found = new Map<string, readonly number[]>();

  /** @param csv lines of `owner,person`; an owner may have several. */
  constructor(owners: Iterable<string>, csv: string, context: ReportContext) {
    const members = parseMap(csv);
    const texts = [...new Set(owners)];
    const asked = texts.flatMap((text) => members.get(text.toLowerCase()) ?? [text]);
    const known = context.findPeople(asked);
    const idsOf = new Map(asked.map((text, at) => [text, known[at]!]));
    for (const text of texts) {
      const people = (members.get(text.toLowerCase()) ?? [text]).flatMap((one) => idsOf.get(one)!);
      this.#found.set(
        text,
        [...new Set(people)].sort((a, b) => a - b),
      );
    }
  }

  /** Ids of people, ascending; empty when nobody is known by that text. */
  peopleOf(owner: string): readonly number[] {
    return this.#found.get(owner) ?? [];
  }
}

function parseMap(csv: string): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, string[]>();
  for (const line of csv.split(/\r?\n/)) {
    const comma = line.indexOf(',');
    if (comma < 0 || line.startsWith('#')) continue;
    const owner = line.slice(0, comma).trim().toLowerCase();
    const list = members.get(owner) ?? [];
    list.push(line.slice(comma + 1).trim());
    members.set(owner, list);
  }
  return members;
}
