import { isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import type { Branch, Variables, Visit } from './branch.ts';
import { runtimeFailure } from './state-failure.ts';

const bytesOf = (value: Json): number => Buffer.byteLength(JSON.stringify(value));

const tooMuch = (what: string, bytes: number, limit: number): Error =>
  runtimeFailure('States.DataLimitExceeded', `${what} takes ${bytes} bytes; at most ${limit} are allowed`);

/** What the variables in scope will take when these are set over them. */
const bytesAfter = (branch: Branch, assigned: JsonObject, added: number): number => {
  let bytes = branch.variableBytes + added;
  for (const name of Object.keys(assigned)) {
    const former = Object.hasOwn(branch.variables, name) ? branch.variables[name] : undefined;
    if (former !== undefined) bytes -= bytesOf(former);
  }
  return bytes;
};

/**
 * The variables that a state sets, when they fit: 256 KiB each and in one Assign, 10 MiB for all that an execution
 * holds. https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
 */
export const withinVariableLimits = (visit: Visit, assigned: Json | undefined): JsonObject | undefined => {
  if (!isJsonObject(assigned)) return undefined;
  const { payloadBytes, variableBytes } = visit.branch.execution.limits;
  const sum = sizeOf(assigned);
  if (sum > payloadBytes) throw tooMuch('What Assign sets', sum, payloadBytes);
  const all = bytesAfter(visit.branch, assigned, sum);
  if (all > variableBytes) throw tooMuch('The variables of the execution together', all, variableBytes);
  return assigned;
};

const sizeOf = (assigned: JsonObject): number =>
  Object.values(assigned).reduce<number>((bytes, value) => bytes + bytesOf(value), 0);

/** Sets variables for the states after this one. */
export const setVariables = (branch: Branch, assigned: JsonObject): void => {
  branch.variableBytes = bytesAfter(branch, assigned, sizeOf(assigned));
  const variables: Variables = { ...branch.variables, ...assigned };
  branch.variables = variables;
};
