import { StepFunctionsError } from '../executions/step-functions-error.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import type { RequestShape, StructureShape } from './request-shape.ts';

/** A value as Java prints it. */
const printed = (value: Json, shape: RequestShape): string => {
  if (shape.kind === 'list' && isJsonArray(value))
    return `[${value.map((item) => printed(item, shape.of)).join(', ')}]`;
  if (shape.kind === 'structure' && isJsonObject(value)) {
    const members = Object.entries(shape.members).map(
      ([name, member]) => `${name}=${value[name] === undefined ? 'null' : printed(value[name], member)}`,
    );
    return `${shape.name}(${members.join(', ')})`;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const sizeOf = (value: Json, sensitive: boolean): number => {
  if (typeof value === 'string') return sensitive ? Buffer.byteLength(value) : value.length;
  return isJsonArray(value) ? value.length : 0;
};

const brokenConstraints = (value: Json, shape: RequestShape): readonly string[] => {
  const broken: string[] = [];
  if (shape.kind === 'text' || shape.kind === 'list') {
    const size = sizeOf(value, shape.kind === 'text' && shape.sensitive === true);
    if (shape.max !== undefined && size > shape.max) {
      broken.push(`Member must have length less than or equal to ${shape.max}`);
    }
    if (shape.min !== undefined && size < shape.min) {
      broken.push(`Member must have length greater than or equal to ${shape.min}`);
    }
  }
  if (shape.kind === 'integer' || shape.kind === 'float') {
    const number = Number(value);
    if (shape.max !== undefined && number > shape.max) {
      broken.push(`Member must have value less than or equal to ${shape.max}`);
    }
    if (shape.min !== undefined && number < shape.min) {
      broken.push(`Member must have value greater than or equal to ${shape.min}`);
    }
  }
  if (shape.kind === 'text' && typeof value === 'string') {
    if (shape.choices !== undefined && !shape.choices.includes(value)) {
      broken.push(`Member must satisfy enum value set: [${shape.choices.join(', ')}]`);
    }
    if (shape.pattern !== undefined && broken.length === 0 && !new RegExp(`^(?:${shape.pattern})$`, 'su').test(value)) {
      broken.push(`Member must satisfy regular expression pattern: ${shape.pattern}`);
    }
  }
  return broken;
};

const collect = (value: Json | undefined, shape: RequestShape, path: string, faults: string[]): void => {
  if (value === undefined) return;
  const shown = shape.kind === 'text' && shape.sensitive === true ? 'Value' : `Value '${printed(value, shape)}'`;
  for (const broken of brokenConstraints(value, shape)) {
    faults.push(`${shown} at '${path}' failed to satisfy constraint: ${broken}`);
  }
  if (shape.kind === 'list' && isJsonArray(value)) {
    value.forEach((item, index) => collect(item, shape.of, `${path}.${index + 1}.member`, faults));
  }
  if (shape.kind === 'structure' && isJsonObject(value)) collectMembers(value, shape, `${path}.`, faults);
};

const collectMembers = (value: JsonObject, shape: StructureShape, prefix: string, faults: string[]): void => {
  for (const [name, member] of Object.entries(shape.members)) {
    const given = value[name];
    if (given !== undefined) collect(given, member, `${prefix}${name}`, faults);
    else if (shape.required.includes(name)) {
      faults.push(`Value null at '${prefix}${name}' failed to satisfy constraint: Member must not be null`);
    }
  }
};

/** Throws `ValidationException`, in AWS's words, with all that is missing or out of bounds. */
export const checkConstraints = (request: JsonObject, shape: StructureShape): void => {
  const faults: string[] = [];
  collectMembers(request, shape, '', faults);
  if (faults.length === 0) return;
  throw new StepFunctionsError(
    'ValidationException',
    `${faults.length} validation error${faults.length === 1 ? '' : 's'} detected: ${faults.join('; ')}`,
  );
};
