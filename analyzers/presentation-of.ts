import { describeTables, type Presentation } from '../engine/index.ts';
import { registry } from './registry.ts';

let presentations: ReadonlyMap<string, Presentation> | undefined;

/** How a table is shown, by what its analyzer says of it; undefined when no analyzer has it. */
export function presentationOf(analyzerId: string, section: string): Presentation | undefined {
  presentations ??= new Map(
    registry.flatMap((definition) =>
      describeTables(definition).map(({ name, show = {} }) => [`${definition.id}:${name}`, show] as const),
    ),
  );
  return presentations.get(`${analyzerId}:${section}`);
}
