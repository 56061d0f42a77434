import type { ServerResponse } from 'node:http';

const safeHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** A whole answer. Bytes that many answers share are not copied. */
export function send(response: ServerResponse, status: number, type: string, body: Buffer): void {
  sendHead(response, status, type, body.length);
  response.end(body);
}

/** An answer in words. The connection ends with one that says no: what follows on it is not wanted. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  if (status >= 400) response.setHeader('connection', 'close');
  send(response, status, 'text/plain; charset=utf-8', Buffer.from(text));
}

export function sendHead(response: ServerResponse, status: number, type: string, bytes: number): void {
  response.writeHead(status, { 'content-type': type, 'content-length': bytes, ...safeHeaders });
}
