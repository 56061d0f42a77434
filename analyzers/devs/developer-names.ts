import type { ReportContext } from '../../engine/index.ts';

/**
 * Names and e-mails as the report shows them; when anonymous, "Developer 1" is the person of id
 * 0.
 */
export class DeveloperNames {
  readonly #context: ReportContext;
  readonly #isAnonymous: boolean;

  constructor(context: ReportContext, isAnonymous: boolean) {
    this.#context = context;
    this.#isAnonymous = isAnonymous;
  }

  name(id: number): string {
    return this.#isAnonymous ? `Developer ${id + 1}` : this.#context.personName(id);
  }

  email(id: number): string {
    return this.#isAnonymous ? '' : this.#context.personEmail(id);
  }
}
