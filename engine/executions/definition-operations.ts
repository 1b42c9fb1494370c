import { checkDefinition } from '../definition/check-definition.ts';
import type { DefinitionProblem } from '../definition/definition-problem.ts';
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

/** Throws `InvalidDefinition` with the first error of a definition that cannot run. */
export const refuseInvalidDefinition = (text: string, type: 'STANDARD' | 'EXPRESS', limits: EngineLimits): void => {
  const first = problemsOf(text, type, limits).find(({ severity }) => severity === 'ERROR');
  if (first === undefined) return;
  const place = first.location === '' ? '' : ` at ${first.location}`;
  throw new StepFunctionsError(
    'InvalidDefinition',
    `Invalid State Machine Definition: '${first.code}: ${first.message}${place}'`,
  );
};

export const createDefinitionOperations = (limits: EngineLimits): DefinitionOperations => ({
  async validateStateMachineDefinition(input) {
    const { definition = '', type = 'STANDARD', severity = 'ERROR', maxResults = 0 } = input;
    const problems = problemsOf(definition, type, limits);
    const wanted = severity === 'WARNING' ? problems : problems.filter((problem) => problem.severity === 'ERROR');
    const most = maxResults === 0 ? MOST_DIAGNOSTICS : maxResults;
    return {
      result: problems.some((problem) => problem.severity === 'ERROR') ? 'FAIL' : 'OK',
      diagnostics: wanted.slice(0, most).map(({ location, ...problem }) => ({
        ...problem,
        ...(location === '' ? {} : { location }),
      })),
      truncated: wanted.length > most,
    };
  },
});
