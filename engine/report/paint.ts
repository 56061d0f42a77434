/** What a piece of the text report is; a terminal decides how it looks. */
export type TextRole = 'title' | 'heading' | 'label' | 'bar' | 'muted' | 'warning';

/** Adds colour to a piece of text without changing its width. */
export type Paint = (role: TextRole, text: string) => string;

/** Leaves everything as it is. */
export const plainPaint: Paint = (_role, text) => text;
