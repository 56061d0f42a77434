import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { randomFrom } from './random.ts';

/*
 * Writes large chunk logs for measurements; the same seed gives the same bytes. One block of memory,
 * however large the log.
 *
 *   node dist/test/support/generate-logs.js merge DIR 64 8670000         many sorted logs
 *   node dist/test/support/generate-logs.js spans FILE 2147483648 500    one log of span trees
 */

const blockBytes = 1 << 18;
const startTime = 1_700_000_000_000;

/** Appends text to a file in blocks. */
export class BlockFile {
  readonly #fd: number;
  readonly #block = Buffer.alloc(blockBytes);
  #used = 0;
  bytes = 0;

  constructor(path: string) {
    this.#fd = openSync(path, 'w');
  }

  write(text: string): void {
    if (this.#used + text.length > blockBytes) this.#flush();
    this.#used += this.#block.write(text, this.#used, 'latin1');
    this.bytes += text.length;
  }

  close(): void {
    this.#flush();
    closeSync(this.#fd);
  }

  #flush(): void {
    writeSync(this.#fd, this.#block, 0, this.#used);
    this.#used = 0;
  }
}

/**
 * `lineCount` lines of about 96 bytes over `fileCount` sorted logs; times of the logs interleave, and
 * about one line in a hundred stands in two logs.
 */
export function generateMergeLogs(directory: string, fileCount: number, lineCount: number): void {
  mkdirSync(directory, { recursive: true });
  const perFile = Math.floor(lineCount / fileCount);
  for (let file = 0; file < fileCount; file += 1) {
    const random = randomFrom(file + 1);
    const shared = randomFrom(fileCount + (file >> 1));
    const out = new BlockFile(join(directory, `log-${String(file).padStart(3, '0')}.ndjson`));
    let time = startTime;
    for (let line = 0; line < perFile; line += 1) {
      time += Math.floor(random() * 8);
      const isShared = line % 100 === 0;
      // Moments that two neighbouring logs share are whole thousands, and so are their lines.
      if (isShared) time = startTime + line * 4 + Math.floor(shared() * 2);
      const id = isShared ? `${file >> 1}s${line}` : `${file}-${line}`;
      out.write(`{"level":30,"time":${time},"run_id":"run-${file >> 1}","event":"step","task":"${id}","n":${line}}\n`);
    }
    out.close();
  }
}

/** Trees of spans, children before parents, until the log has `byteCount` bytes; also its chunks. */
export function generateSpanLog(path: string, byteCount: number, nameCount: number, seed = 1): void {
  const random = randomFrom(seed);
  const out = new BlockFile(path);
  let time = startTime;
  let spanId = 0;
  let chunk = 0;
  const head = (event: string): string =>
    `{"level":30,"time":${time},"run_id":"run-${seed}","event":"${event}",`;
  const span = (id: number, parent: number | null, duration: number): void => {
    const name = `step-${Math.floor(random() ** 2 * nameCount)}`;
    out.write(
      `${head('span')}"name":"${name}","span_id":${id},"parent_id":${parent},` +
        `"start_ms":${time - Math.ceil(duration)}.5,"duration_ms":${duration.toFixed(3)},"attributes":{"n":${id}}}\n`,
    );
  };
  out.write(`${head('run_started')}${startedFields}}\n`);
  while (out.bytes < byteCount) {
    const root = (spanId += 1);
    let total = 0;
    const childCount = Math.floor(random() * 8);
    for (let child = 0; child < childCount; child += 1) {
      const id = (spanId += 1);
      let own = random() * 5;
      for (let leaf = Math.floor(random() * 4); leaf > 0; leaf -= 1) {
        const duration = -Math.log(1 - random()) * 3;
        span((spanId += 1), id, duration);
        own += duration;
      }
      span(id, root, own);
      total += own;
    }
    time += Math.ceil(total / 10);
    span(root, null, total + random());
    if (root % 997 === 0) {
      const growth = 300_000 + Math.floor(random() * 400_000);
      out.write(`${head('chunk_finished')}${chunkFields(chunk, growth)}}\n`);
      chunk += 1;
    }
  }
  out.close();
}

const startedFields =
  '"log_version":1,"repository":"generated","head":"0123456789abcdef0123456789abcdef01234567",' +
  '"budget_bytes":1073741824,"commits":1000000,"chunks_planned":100,"workers":2,"regions":' +
  '{"pipeline":1,"working_state":1,"aggregate_state":1,"in_flight":1,"slack":1}';

function chunkFields(chunk: number, growth: number): string {
  return (
    `"chunk_index":${chunk},"start":${chunk * 100},"end":${chunk * 100 + 100},"commits":100,"duration_ms":812.5,` +
    '"heap_before_bytes":1,"heap_after_bytes":1,"rss_bytes":500000000,"rss_peak_bytes":600000000,' +
    '"sys_after_bytes":1,"budget_bytes":1073741824,"budget_used_pct":46.5,"pressure":"none",' +
    `"growth_per_commit_bytes":${growth},"ema_growth_bytes":500000,"payload_per_commit_bytes":9000,` +
    '"aggregate_growth_bytes":40,"replanned":false,"hibernated_bytes":1000,"spilled_bytes":2000,"spill_runs":1,' +
    `"cache":{"hits":${chunk * 90},"misses":${chunk * 10},"bytes":8388608}`
  );
}

function main([kind, path, size, count]: readonly string[]): void {
  if (path === undefined) throw new Error('expected merge DIR FILES LINES or spans FILE BYTES NAMES');
  if (kind === 'merge') generateMergeLogs(path, Number(size), Number(count));
  else generateSpanLog(path, Number(size), Number(count));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv.slice(2));
