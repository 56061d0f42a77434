/** Where finished bytes go. The bytes are copied or written before the call returns. */
export interface ByteSink {
  /**
   * Takes `bytes[start, end)`, all of them by default.
   *
   * @throws {ClosedPipe} when the reader is gone
   * @throws {CodefangError} IO
   */
  write(bytes: Uint8Array, start?: number, end?: number): void;
}
