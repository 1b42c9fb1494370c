import { isExpression } from '../expression/compile-expression.ts';
import { parseIntrinsic } from '../intrinsics/evaluate-intrinsic.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import { parsePath } from '../jsonpath/parse-path.ts';
import { schemaError, type Report } from './definition-problem.ts';
import type { Place } from './place.ts';

/** The words are the service's, as far as they are known. */
export const oneOf = (value: Json | undefined, allowed: readonly string[], place: Place, report: Report): void => {
  if (value === undefined) return;
  if (typeof value !== 'string') report(schemaError(place, 'Expected value of type [STRING]'));
  else if (!allowed.includes(value)) {
    report(schemaError(place, `Value should be one of the following: [${allowed.join(', ')}]`));
  }
};

export const checkString = (value: Json | undefined, place: Place, report: Report): void => {
  if (value !== undefined && typeof value !== 'string') report(schemaError(place, 'Expected value of type [STRING]'));
};

export const checkObject = (value: Json | undefined, place: Place, report: Report): value is JsonObject => {
  if (isJsonObject(value)) return true;
  report(schemaError(place, 'Expected value of type [OBJECT]'));
  return false;
};

/** `[States, StartAt]` are there, all of them. */
export const checkRequired = (value: JsonObject, fields: readonly string[], place: Place, report: Report): void => {
  const missing = fields.filter((field) => value[field] === undefined);
  if (missing.length > 0) report(schemaError(place, `These fields are required: [${missing.join(', ')}]`));
};

export interface NumberRange {
  readonly least: number;
  readonly most?: number;
  readonly whole?: boolean;
}

/** A number in its range; in JSONata also an expression, whose value shows only at run time. */
export const checkNumber = (
  value: Json | undefined,
  { least, most, whole = true }: NumberRange,
  expressions: boolean,
  place: Place,
  report: Report,
): void => {
  if (value === undefined || (expressions && typeof value === 'string' && isExpression(value))) return;
  if (typeof value !== 'number' || (whole && !Number.isInteger(value))) {
    const type = whole ? 'INTEGER' : 'NUMBER';
    report(
      schemaError(
        place,
        expressions ? `Expected value of type [${type}, JSONata]` : `Expected value of type [${type}]`,
      ),
    );
  } else if (value < least) report(schemaError(place, `Minimum value is ${least}`));
  else if (most !== undefined && value > most) report(schemaError(place, `Maximum value is ${most}`));
};

const isPath = (text: string): boolean => {
  try {
    parsePath(text);
    return true;
  } catch {
    return false;
  }
};

const isReference = (text: string): boolean => isPath(text) && parsePath(text).definite;

/** `reference`: a path that can lead to one place only; `null` is a value of some of them. */
export const checkPath = (
  value: Json | undefined,
  kind: 'path' | 'reference',
  place: Place,
  report: Report,
  orIntrinsic = false,
): void => {
  if (value === undefined || value === null) return;
  if (typeof value !== 'string') report(schemaError(place, 'Expected value of type [STRING]'));
  else if (orIntrinsic && isIntrinsic(value)) return;
  else if (!isPath(value)) report(schemaError(place, `Value is not a valid JSONPath: '${value}'`));
  else if (kind === 'reference' && !isReference(value)) {
    report(schemaError(place, `Value is not a Reference Path: '${value}' can lead to more than one place`));
  }
};

const isIntrinsic = (text: string): boolean => {
  if (!text.startsWith('States.')) return false;
  try {
    parseIntrinsic(text);
    return true;
  } catch {
    return false;
  }
};

/** A payload template: the values of fields whose names end in `.$`. */
export const checkTemplate = (value: Json | undefined, place: Place, report: Report): void => {
  if (value === undefined) return;
  if (isJsonArray(value)) value.forEach((item, index) => checkTemplate(item, [...place, index], report));
  if (!isJsonObject(value)) return;
  for (const [name, item] of Object.entries(value)) {
    const at = [...place, name];
    if (!name.endsWith('.$')) checkTemplate(item, at, report);
    else if (typeof item !== 'string' || !(isPath(item) || isIntrinsic(item))) {
      report(
        schemaError(
          at,
          `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`,
        ),
      );
    }
  }
};

const VARIABLE_NAME = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;
const LONGEST_VARIABLE_NAME = 80;

/** The names that Assign sets: https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
export const checkAssign = (value: Json | undefined, place: Place, report: Report): void => {
  if (value === undefined || !checkObject(value, place, report)) return;
  for (const field of Object.keys(value)) {
    const name = field.replace(/\.\$$/, '');
    const at = [...place, field];
    if (name === 'states') report(schemaError(at, `The variable name 'states' is reserved`));
    else if (!VARIABLE_NAME.test(name) || name.length > LONGEST_VARIABLE_NAME) {
      report(
        schemaError(
          at,
          `'${name}' is not a name for a variable: it has 1 to ${LONGEST_VARIABLE_NAME} letters, digits and _, and begins with no digit`,
        ),
      );
    }
  }
};
