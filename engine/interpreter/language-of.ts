import type { QueryLanguage } from '../asl/index.ts';
import { jsonataLanguage } from './jsonata-language.ts';
import { jsonpathLanguage } from './jsonpath-language.ts';
import type { StateLanguage } from './state-language.ts';

export const languageOf = (language: QueryLanguage): StateLanguage =>
  language === 'JSONata' ? jsonataLanguage : jsonpathLanguage;
