/** How code-maat calls a table or a column of ours: it has hyphens where a name has underscores. */
export function maatName(name: string): string {
  return name.replaceAll('_', '-');
}
