export { NoteColumns } from './note-columns.ts';
export { readCommitNotes } from './read-commit-notes.ts';
