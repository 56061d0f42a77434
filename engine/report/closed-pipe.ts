/**
 * The reader of the report has gone away, as `head` does: nothing is wrong, there is just nobody to
 * write for.
 */
export class ClosedPipe extends Error {
  constructor(options?: ErrorOptions) {
    super('Cannot write the report: the reader closed the pipe, expected it to read on', options);
    this.name = 'ClosedPipe';
  }
}
