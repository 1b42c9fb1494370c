import { StepFunctionsError } from '../executions/step-functions-error.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json/json.ts';

/** Reads the members of a request by name and type. Throws AWS's errors for what is missing or of the wrong type. */
export interface RequestFields {
  text(name: string): string;
  optionalText(name: string): string | undefined;
  /** A text that is one of these. */
  optionalChoice<T extends string>(name: string, choices: readonly T[]): T | undefined;
  optionalNumber(name: string): number | undefined;
  optionalFlag(name: string): boolean | undefined;
  optionalTags(name: string): { key: string; value: string }[] | undefined;
  optionalTexts(name: string): string[] | undefined;
}

const wrongType = (name: string, wanted: string): StepFunctionsError =>
  new StepFunctionsError('SerializationException', `The member '${name}' must be ${wanted}`);

export const requestFields = (request: JsonObject): RequestFields => {
  const present = (name: string): Json | undefined => {
    const value = request[name];
    return value === null ? undefined : value;
  };
  const optionalText = (name: string): string | undefined => {
    const value = present(name);
    if (value === undefined || typeof value === 'string') return value;
    throw wrongType(name, 'a string');
  };
  const list = (name: string): readonly Json[] | undefined => {
    const value = present(name);
    if (value === undefined || isJsonArray(value)) return value;
    throw wrongType(name, 'a list');
  };
  return {
    optionalText,
    text(name) {
      const value = optionalText(name);
      if (value !== undefined) return value;
      throw new StepFunctionsError(
        'ValidationException',
        `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
      );
    },
    optionalChoice(name, choices) {
      const value = optionalText(name);
      const known = choices.find((choice) => choice === value);
      if (value === undefined || known !== undefined) return known;
      throw new StepFunctionsError(
        'ValidationException',
        `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must satisfy enum value set: [${choices.join(', ')}]`,
      );
    },
    optionalNumber(name) {
      const value = present(name);
      if (value === undefined || typeof value === 'number') return value;
      throw wrongType(name, 'a number');
    },
    optionalFlag(name) {
      const value = present(name);
      if (value === undefined || typeof value === 'boolean') return value;
      throw wrongType(name, 'a boolean');
    },
    optionalTags: (name) =>
      list(name)?.map((tag) => {
        if (!isJsonObject(tag)) throw wrongType(name, 'a list of tags');
        const { key, value } = tag;
        if (typeof key !== 'string' || (value !== undefined && typeof value !== 'string')) {
          throw wrongType(name, 'a list of tags with texts as key and value');
        }
        return { key, value: value ?? '' };
      }),
    optionalTexts: (name) =>
      list(name)?.map((item) => {
        if (typeof item === 'string') return item;
        throw wrongType(name, 'a list of strings');
      }),
  };
};
