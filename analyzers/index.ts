/** The door of the analyzers. */
export { registry } from './registry.ts';
