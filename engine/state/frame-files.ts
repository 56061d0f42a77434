import { FrameReader, FrameWriter, type SpillFiles } from '../spill/index.ts';

/** Writes a file of frames that a checkpoint will name; returns its name. @throws {CodefangError} IO */
export function writeFrameFile(files: SpillFiles, stem: string, write: (writer: FrameWriter) => void): string {
  const pending = files.begin(stem, 'seg');
  try {
    const writer = new FrameWriter(pending.file, files.buffers);
    write(writer);
    writer.end();
    pending.publish();
  } catch (failure) {
    pending.abandon(failure);
  }
  pending.file.close();
  return pending.name;
}

/**
 * Hands the bytes of a file of frames to `take`, frame by frame, and takes the file over.
 * The bytes are valid only during the call. @throws {CodefangError} STATE or IO
 */
export function readFrameFile(files: SpillFiles, name: string, take: (bytes: Buffer) => void): void {
  const file = files.open(name);
  try {
    const reader = new FrameReader(file, files.buffers);
    while (reader.next()) take(reader.payload);
  } finally {
    file.close();
  }
  files.adopt(name);
}
