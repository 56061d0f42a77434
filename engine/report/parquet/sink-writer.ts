import { ByteWriter } from 'hyparquet-writer';
import { KiB } from '../../base/index.ts';
import type { ByteSink } from '../byte-sink.ts';

const flushBytes = 256 * KiB;

/** The library's writer, emptied into a sink as it fills. Holds 256 KiB, or one page that is longer. */
export class SinkWriter extends ByteWriter {
  readonly #sink: ByteSink;

  constructor(sink: ByteSink) {
    super(flushBytes);
    this.#sink = sink;
  }

  override ensure(size: number): void {
    if (this.index + size > flushBytes) this.flush();
    super.ensure(size);
  }

  flush(): void {
    this.#sink.write(this.getBytes());
    this.index = 0;
  }

  override finish(): void {
    this.flush();
  }
}
