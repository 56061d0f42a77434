/** `burndown` of `history/burndown`: how flags, options and configuration sections call an analyzer. */
export function folderOf(analyzerId: string): string {
  return analyzerId.slice(analyzerId.lastIndexOf('/') + 1);
}
