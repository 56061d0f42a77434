import { createReadStream, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { sendHead, sendText } from './send-answer.ts';

const pieceBytes = 64 * 1024;

/**
 * The page that the run of this dashboard wrote. A browser does not follow a link from here to a file, so it is
 * served. Only what the run itself named, and only once the run has ended.
 * BOUNDED BY: one piece of 64 KiB per answer.
 */
export class ResultFile {
  #path: string | undefined;

  /** @param path of a finished HTML report */
  offer(path: string): void {
    this.#path = path;
  }

  send(response: ServerResponse): void {
    const path = this.#path;
    const size = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })?.size;
    if (path === undefined || size === undefined) {
      sendText(response, 404, 'The run has written no page, or it is no longer there.\n');
      return;
    }
    sendHead(response, 200, 'text/html; charset=utf-8', size);
    if (response.req.method === 'HEAD') {
      response.end();
      return;
    }
    const bytes = createReadStream(path, { highWaterMark: pieceBytes, end: Math.max(0, size - 1) });
    bytes.on('error', () => response.destroy());
    response.on('close', () => bytes.destroy());
    bytes.pipe(response);
  }
}
