export { languageCount, languageName, languageOf, languageTableHash } from './language.ts';
