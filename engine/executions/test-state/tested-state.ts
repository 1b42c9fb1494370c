import type { Flow, QueryLanguage, State } from '../../asl/index.ts';
import { checkState } from '../../definition/check-state.ts';
import type { DefinitionProblem } from '../../definition/definition-problem.ts';
import type { EngineLimits } from '../../engine-limits.ts';
import { isJsonObject, type Json } from '../../json/json.ts';
import { refuseInvalidDefinition } from '../definition-operations.ts';
import { StepFunctionsError } from '../step-functions-error.ts';

export interface TestedState {
  readonly name: string;
  readonly state: State;
  readonly language: QueryLanguage;
}

/** What a state is called that is given without its machine. */
const UNNAMED = 'StateName';

const find = (flow: Flow, name: string, inherited: QueryLanguage): TestedState | undefined => {
  const language = flow.QueryLanguage ?? inherited;
  const own = Object.hasOwn(flow.States, name) ? flow.States[name] : undefined;
  if (own !== undefined) return { name, state: own, language: own.QueryLanguage ?? language };
  for (const state of Object.values(flow.States)) {
    const inner =
      state.Type === 'Parallel'
        ? state.Branches
        : state.Type === 'Map'
          ? [state.ItemProcessor ?? state.Iterator].filter((body) => body !== undefined)
          : [];
    for (const body of inner) {
      const found = find(body, name, state.QueryLanguage ?? language);
      if (found !== undefined) return found;
    }
  }
  return undefined;
};

const invalid = (problem: DefinitionProblem): StepFunctionsError =>
  new StepFunctionsError(
    'InvalidDefinition',
    `Invalid State Machine Definition: '${problem.code}: ${problem.message} at ${problem.location ?? '/'}'`,
  );

/** The state that a test is about: given alone, or by its name in a whole machine. Throws AWS's errors. */
export const testedState = (text: string, stateName: string | undefined, limits: EngineLimits): TestedState => {
  if (stateName !== undefined) {
    refuseInvalidDefinition(text, 'STANDARD', limits);
    const found = find(JSON.parse(text) as Flow, stateName, 'JSONPath');
    if (found === undefined) throw new StepFunctionsError('ValidationException', 'State not found in definition');
    return found;
  }
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    throw invalid({
      severity: 'ERROR',
      code: 'INVALID_JSON_DESCRIPTION',
      message: (error as Error).message,
      pointer: '',
    });
  }
  if (!isJsonObject(value)) {
    throw invalid({
      severity: 'ERROR',
      code: 'SCHEMA_VALIDATION_FAILED',
      message: 'Definition must be a valid JSON object',
      pointer: '',
    });
  }
  const problems: DefinitionProblem[] = [];
  checkState(value, 'JSONPath', [], (problem) => problems.push(problem), 'STANDARD');
  const first = problems.find(({ severity }) => severity === 'ERROR');
  if (first !== undefined) throw invalid(first);
  // Checked: it has the shape of a state.
  const state = JSON.parse(text) as State;
  return { name: UNNAMED, state, language: state.QueryLanguage ?? 'JSONPath' };
};
