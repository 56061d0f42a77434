import { assert, ByteInterner, crc32 } from '../base/index.ts';
import { languageTables } from './language-tables.ts';

/**
 * The language of a file by its name alone, as linguist names languages (types programming, markup,
 * data and prose alike): a whole file name first (`Makefile`), then the longest extension
 * (`.antlers.html` before `.html`) without regard to case. An extension that several languages
 * claim always means the same one: `.h` is C, `.ts` TypeScript, `.m` Objective-C, `.pl` Perl,
 * `.v` Verilog. Content is never read, so a script without an extension is "Other", id 0.
 *
 * Ids are dense and follow the names; they may change from one version of codefang to the next.
 * About 150 KiB once the first path came; no string and no allocation per path.
 *
 * @param path bytes of a path with "/" between its parts; `[start, end)` is looked at
 */
export function languageOf(path: Uint8Array, start = 0, end: number = path.length): number {
  const { byFileName, languageByFileName } = (tables ??= readTables());
  let nameStart = end;
  while (nameStart > start && path[nameStart - 1] !== slash) nameStart -= 1;
  const found = byFileName.find(path, nameStart, end);
  if (found >= 0) return languageByFileName[found]!;
  return languageByExtension(tables, path, nameStart, end);
}

/** Tells the ids of one version from those of another: what is kept by id serves only the same ones. */
export function languageTableHash(): number {
  return crc32(Buffer.from(languageTables));
}

/** The name of a language id: "C", "TypeScript", "Other". */
export function languageName(id: number): string {
  const name = (tables ??= readTables()).names[id];
  assert(name !== undefined, 'the id came from languageOf()');
  return name;
}

/** Ids are `[0, languageCount())`. */
export function languageCount(): number {
  return (tables ??= readTables()).names.length;
}

interface Tables {
  readonly names: readonly string[];
  readonly byFileName: ByteInterner;
  readonly languageByFileName: Uint16Array;
  readonly byExtension: ByteInterner;
  readonly languageByExtension: Uint16Array;
  /** Room for the longest extension there is, where a name's end is put in lower case. */
  readonly folded: Uint8Array;
}

/** Made by the first look-up, so that a command which needs no language does not pay. */
let tables: Tables | undefined;

const slash = 0x2f;
const dot = 0x2e;

function languageByExtension(at: Tables, path: Uint8Array, nameStart: number, end: number): number {
  const { folded } = at;
  const from = Math.max(nameStart, end - folded.length);
  const length = end - from;
  for (let i = 0; i < length; i += 1) folded[i] = lowerCase(path[from + i]!);
  for (let i = 0; i < length; i += 1) {
    if (folded[i] !== dot) continue;
    const found = at.byExtension.find(folded, i, length);
    if (found >= 0) return at.languageByExtension[found]!;
  }
  return 0;
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

function readTables(): Tables {
  const names = ['Other'];
  const fileNames = new ByteInterner();
  const extensions = new ByteInterner();
  const tokens = languageTables.split(/[|\n]/);
  const languageByFileName = new Uint16Array(tokens.length);
  const languageByExtensionId = new Uint16Array(tokens.length);
  let extensionBytesMax = 0;
  for (const token of tokens) {
    if (token.startsWith('#')) {
      names.push(token.slice(1));
    } else if (token.startsWith('=')) {
      languageByFileName[internText(fileNames, token.slice(1))] = names.length - 1;
    } else if (token.startsWith('.')) {
      languageByExtensionId[internText(extensions, token)] = names.length - 1;
      extensionBytesMax = Math.max(extensionBytesMax, token.length);
    }
  }
  return {
    names,
    byFileName: fileNames,
    languageByFileName: languageByFileName.slice(0, fileNames.count),
    byExtension: extensions,
    languageByExtension: languageByExtensionId.slice(0, extensions.count),
    folded: new Uint8Array(extensionBytesMax),
  };
}

function internText(into: ByteInterner, text: string): number {
  return into.intern(Buffer.from(text, 'latin1'), 0, text.length);
}
