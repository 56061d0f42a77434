/** Why a table of lines may be empty. */
export const noTextLines = 'no text file has lines at the end of the history';
