import { locationOf, pointerOf, type Place } from './place.ts';

/**
 * The service's own codes, and below them ours for what the service lets through and then fails, or ignores, at run
 * time. https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html
 */
export type ProblemCode =
  | 'INVALID_JSON_DESCRIPTION'
  | 'SCHEMA_VALIDATION_FAILED'
  | 'MISSING_TRANSITION_TARGET'
  | 'MISSING_END_STATE'
  | 'DUPLICATE_STATE_NAME'
  | 'INVALID_STATE_NAME'
  | 'INVALID_JSONATA_EXPRESSION'
  | 'UNSUPPORTED_JSONATA_EXPRESSION'
  | 'DEFINITION_TOO_LARGE'
  | 'UNDEFINED_VARIABLE'
  | 'DISTRIBUTED_MAP_FIELD';

/** What is wrong with a definition, as ValidateStateMachineDefinition reports it. */
export interface DefinitionProblem {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: ProblemCode;
  readonly message: string;
  /** Where, as the service writes it: `/States/Pick/Choices[0]/Next`. Absent where it is no place in particular. */
  readonly location?: string;
  /** The same as a JSON pointer: `/States/Pick/Choices/0/Next`. */
  readonly pointer: string;
}

export type Report = (problem: DefinitionProblem) => void;

export const problemAt = (place: Place, code: ProblemCode, message: string): DefinitionProblem => ({
  severity: 'ERROR',
  code,
  message,
  location: locationOf(place),
  pointer: pointerOf(place),
});

export const schemaError = (place: Place, message: string): DefinitionProblem =>
  problemAt(place, 'SCHEMA_VALIDATION_FAILED', message);

const LET_THROUGH: ReadonlySet<string> = new Set<ProblemCode>(['UNDEFINED_VARIABLE', 'DISTRIBUTED_MAP_FIELD']);

/** Whether CreateStateMachine refuses a definition for it, as on AWS. What it lets through is an error all the same. */
export const isRefused = ({ severity, code }: DefinitionProblem): boolean =>
  severity === 'ERROR' && !LET_THROUGH.has(code);
