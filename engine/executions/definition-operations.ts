import { checkDefinition } from '../definition/check-definition.ts';
import { isRefused, type DefinitionProblem } from '../definition/definition-problem.ts';
import type { EngineLimits } from '../engine-limits.ts';
import type { StepFunctionsApi } from './step-functions-api.ts';
import { StepFunctionsError } from './step-functions-error.ts';

export type DefinitionOperations = Pick<StepFunctionsApi, 'validateStateMachineDefinition'>;

const MOST_DIAGNOSTICS = 100;

const tooLong = (limits: EngineLimits): StepFunctionsError =>
  new StepFunctionsError(
    'ValidationException',
    `1 validation error detected: Value at 'definition' failed to satisfy constraint: Member must have length less than or equal to ${limits.definitionBytes}`,
  );

const problemsOf = (text: string, type: 'STANDARD' | 'EXPRESS', limits: EngineLimits): readonly DefinitionProblem[] => {
  if (Buffer.byteLength(text) > limits.definitionBytes) throw tooLong(limits);
  return checkDefinition(text, limits.definitionBytes, type);
};

/** Throws `InvalidDefinition`, with everything for which the service refuses the definition. */
export const refuseInvalidDefinition = (text: string, type: 'STANDARD' | 'EXPRESS', limits: EngineLimits): void => {
  const problems = problemsOf(text, type, limits).filter(isRefused);
  if (problems.length === 0) return;
  // The service says "null" of a problem that is in no place.
  const told = problems.map(({ code, message, location }) => `${code}: ${message} at ${location ?? 'null'}`);
  throw new StepFunctionsError('InvalidDefinition', `Invalid State Machine Definition: '${told.join(', ')}'`);
};

export const createDefinitionOperations = (limits: EngineLimits): DefinitionOperations => ({
  async validateStateMachineDefinition(input) {
    const { definition = '', type = 'STANDARD', severity = 'ERROR', maxResults = 0 } = input;
    const problems = problemsOf(definition, type, limits);
    const wanted = severity === 'WARNING' ? problems : problems.filter((problem) => problem.severity === 'ERROR');
    const most = maxResults === 0 ? MOST_DIAGNOSTICS : maxResults;
    return {
      result: problems.some((problem) => problem.severity === 'ERROR') ? 'FAIL' : 'OK',
      diagnostics: wanted.slice(0, most).map(({ severity: found, code, message, location }) => ({
        severity: found,
        code,
        message,
        ...(location === undefined ? {} : { location }),
      })),
      truncated: wanted.length > most,
    };
  },
});
