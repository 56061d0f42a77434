import { request } from 'node:http';

export interface VisitSum {
  readonly visits: number;
  /** Visits that did not get the whole page. */
  readonly refused: number;
  readonly slowestMs: number;
}

const pauseMs = 100;
const patienceMs = 10_000;

/** Opens the page again and again, each time by a new connection, as a person with a browser would. */
export class Visitor {
  readonly #port: number;
  readonly #refusals: string[] = [];
  #visits = 0;
  #slowestMs = 0;
  #isOver = false;
  #done: Promise<void> = Promise.resolve();

  constructor(port: number) {
    this.#port = port;
  }

  start(): void {
    this.#done = this.#visitOnAndOn();
  }

  async stop(): Promise<VisitSum> {
    this.#isOver = true;
    await this.#done;
    return { visits: this.#visits, refused: this.#refusals.length, slowestMs: Math.round(this.#slowestMs) };
  }

  async #visitOnAndOn(): Promise<void> {
    while (!this.#isOver) {
      const startedAt = performance.now();
      const refusal = await visit(this.#port);
      this.#visits += 1;
      this.#slowestMs = Math.max(this.#slowestMs, performance.now() - startedAt);
      if (refusal !== '') this.#refusals.push(refusal);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** What kept a visitor from the page; empty when nothing did. */
async function visit(port: number): Promise<string> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path: '/', agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text = (text + part).slice(-20)));
      response.on('error', (error) => resolve(String(error)));
      response.on('end', () => resolve(text.trimEnd().endsWith('</html>') ? '' : `status ${response.statusCode}`));
    });
    asked.setTimeout(patienceMs, () => asked.destroy(new Error('no answer')));
    asked.on('error', (error) => resolve(String(error)));
    asked.end();
  });
}
