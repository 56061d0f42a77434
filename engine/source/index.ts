export { PathAttributes } from './path-attributes.ts';
export { pathClassOf } from './path-class.ts';
export { languageCount, languageName, languageOf, languageTableHash } from './language.ts';
