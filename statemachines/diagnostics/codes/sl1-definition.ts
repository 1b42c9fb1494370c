import { fieldCodes } from './sl1/fields.ts';
import { nameCodes } from './sl1/names.ts';
import { optionCodes } from './sl1/options.ts';
import { pipelineCodes } from './sl1/pipelines.ts';
import { syntaxCodes } from './sl1/syntax.ts';

/** SL1xxx: what is wrong in the text, shape and names of a definition file; the examples of each are whole files. */
export const definitionCodes = {
  ...syntaxCodes,
  ...fieldCodes,
  ...nameCodes,
  ...pipelineCodes,
  ...optionCodes,
} as const;
