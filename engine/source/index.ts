export { languageCount, languageName, languageOf } from './language.ts';
