/** What is wrong with a definition, as ValidateStateMachineDefinition reports it. `location` is a JSON pointer. */
export interface DefinitionProblem {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code:
    | 'INVALID_JSON_DESCRIPTION'
    | 'SCHEMA_VALIDATION_FAILED'
    | 'MISSING_TRANSITION_TARGET'
    | 'INVALID_JSONATA'
    | 'DEFINITION_TOO_LARGE';
  readonly message: string;
  readonly location: string;
}

export type Report = (problem: DefinitionProblem) => void;

export const schemaError = (location: string, message: string): DefinitionProblem => ({
  severity: 'ERROR',
  code: 'SCHEMA_VALIDATION_FAILED',
  message,
  location,
});
