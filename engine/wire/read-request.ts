import { StepFunctionsError } from '../executions/step-functions-error.ts';
import { assertNever } from '../json/assert-never.ts';
import { isJsonArray, isJsonObject, type Json, type JsonFields, type JsonObject } from '../json/json.ts';
import { checkConstraints } from './check-constraints.ts';
import type { RequestShape, StructureShape } from './request-shape.ts';

const tokenOf = (value: Json): string => {
  if (typeof value === 'string') return 'STRING_VALUE';
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  return value === true ? 'TRUE_VALUE' : 'FALSE_VALUE';
};

/** AWS's own words for a member of another type than its model says. */
const wrongType = (value: Json, wanted: string): StepFunctionsError => {
  if (isJsonArray(value))
    return new StepFunctionsError('SerializationException', 'Start of list found where not expected');
  if (isJsonObject(value)) {
    return new StepFunctionsError('SerializationException', 'Start of structure or map found where not expected.');
  }
  const unwanted =
    wanted === 'list' || wanted === 'structure'
      ? 'Unexpected token received from parser'
      : `${tokenOf(value)} can not be converted to ${wanted}`;
  return new StepFunctionsError('SerializationException', unwanted);
};

const read = (value: Json, shape: RequestShape): Json => {
  switch (shape.kind) {
    case 'text':
      if (typeof value === 'string') return value;
      throw wrongType(value, 'a String');
    case 'integer':
      if (typeof value === 'number' && Number.isInteger(value)) return value;
      throw wrongType(value, 'an Integer');
    case 'float':
      if (typeof value === 'number') return value;
      throw wrongType(value, 'a Float');
    case 'flag':
      if (typeof value === 'boolean') return value;
      throw wrongType(value, 'a Boolean');
    case 'list':
      if (isJsonArray(value)) return value.map((item) => read(item, shape.of));
      throw wrongType(value, 'list');
    case 'structure':
      if (isJsonObject(value)) return readStructure(value, shape);
      throw wrongType(value, 'structure');
    default:
      return assertNever(shape);
  }
};

/** Members that are null are as good as absent, and those that the model does not know are dropped, as AWS does. */
const readStructure = (value: JsonObject, shape: StructureShape): JsonObject => {
  const fields: JsonFields = {};
  for (const [name, member] of Object.entries(shape.members)) {
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given !== undefined && given !== null) fields[name] = read(given, member);
  }
  return fields;
};

/** A request as its operation takes it. Throws `SerializationException`, or `ValidationException` with every fault. */
export const readRequest = (request: JsonObject, shape: StructureShape): JsonObject => {
  const fields = readStructure(request, shape);
  checkConstraints(fields, shape);
  return fields;
};
