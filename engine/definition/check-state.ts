import type { QueryLanguage, StateType } from '../asl/index.ts';
import { assertNever } from '../json/assert-never.ts';
import { timeOf } from '../json/iso-time.ts';
import { isJsonArray, type Json, type JsonObject } from '../json/json.ts';
import { resourceProblem, type MachineType } from '../tasks/resource-problem.ts';
import { checkChoice } from './check-choice.ts';
import { checkErrorHandling } from './check-error-handling.ts';
import { checkExpressions } from './check-expressions.ts';
import { checkMap } from './check-map.ts';
import {
  checkAssign,
  checkNumber,
  checkObject,
  checkPath,
  checkRequired,
  checkString,
  checkTemplate,
  oneOf,
} from './check-values.ts';
import { schemaError, type Report } from './definition-problem.ts';
import type { Place, Target } from './place.ts';
import {
  allowedFields,
  isOfOtherLanguage,
  isStateType,
  requiredFields,
  stateTypes,
  wrongLanguage,
} from './state-fields.ts';

export interface CheckedState {
  readonly targets: readonly Target[];
  readonly flows: readonly (readonly [Json, Place])[];
  /** Whether it can end its flow. */
  readonly terminal: boolean;
}

const NOTHING: CheckedState = { targets: [], flows: [], terminal: true };

const MOST_SECONDS = 99_999_999;

/** JSONPath only when it says exactly that; any other value than none counts as JSONata, as on AWS. */
export const languageIn = (value: JsonObject, inherited: QueryLanguage): QueryLanguage => {
  const own = value['QueryLanguage'];
  if (own === undefined) return inherited;
  return own === 'JSONPath' ? 'JSONPath' : 'JSONata';
};

const checkFields = (
  state: JsonObject,
  type: StateType,
  language: QueryLanguage,
  place: Place,
  report: Report,
): void => {
  const allowed = allowedFields(type, language);
  for (const field of Object.keys(state)) {
    if (allowed.includes(field)) continue;
    const ofOther = isOfOtherLanguage(type, language, field);
    report(schemaError(place, ofOther ? wrongLanguage(language, field) : `Field '${field}' is not supported`));
  }
  checkRequired(state, requiredFields(type), place, report);
};

/** Fields that a value may be given in directly or by a path, never both. */
const ALTERNATIVES = [
  ...['Error', 'Cause', 'TimeoutSeconds', 'HeartbeatSeconds', 'MaxConcurrency', 'ToleratedFailureCount'],
  'ToleratedFailurePercentage',
];

const PATH_FIELDS = [
  ...['TimeoutSecondsPath', 'HeartbeatSecondsPath', 'SecondsPath', 'TimestampPath', 'MaxConcurrencyPath'],
  ...['ToleratedFailureCountPath', 'ToleratedFailurePercentagePath'],
];

const checkPaths = (state: JsonObject, place: Place, report: Report): void => {
  for (const field of ['InputPath', 'OutputPath']) checkPath(state[field], 'path', [...place, field], report);
  checkPath(state['ResultPath'], 'reference', [...place, 'ResultPath'], report);
  for (const field of PATH_FIELDS) checkPath(state[field], 'reference', [...place, field], report);
  for (const field of ['ErrorPath', 'CausePath']) checkPath(state[field], 'path', [...place, field], report, true);
  for (const field of ['Parameters', 'ResultSelector', 'Assign'])
    checkTemplate(state[field], [...place, field], report);
};

const checkTransition = (state: JsonObject, type: StateType, place: Place, report: Report): readonly Target[] => {
  if (type === 'Choice' || type === 'Succeed' || type === 'Fail') return [];
  const { Next, End } = state;
  checkString(Next, [...place, 'Next'], report);
  if (Next !== undefined && End === true) report(schemaError(place, `A state has either 'Next' or 'End', not both`));
  if (Next === undefined && End !== true) report(schemaError(place, `The state needs 'Next' or 'End: true'`));
  return Next === undefined ? [] : [[Next, [...place, 'Next']]];
};

const checkResource = (resource: Json, machineType: MachineType, place: Place, report: Report): void => {
  const problem =
    typeof resource === 'string' ? resourceProblem(resource, machineType) : 'Expected value of type [STRING]';
  if (problem !== undefined) report(schemaError([...place, 'Resource'], problem));
};

const checkTask = (
  state: JsonObject,
  language: QueryLanguage,
  type: MachineType,
  place: Place,
  report: Report,
): void => {
  const { Resource, TimeoutSeconds, HeartbeatSeconds } = state;
  if (Resource !== undefined) checkResource(Resource, type, place, report);
  const range = { least: 1, most: MOST_SECONDS };
  checkNumber(TimeoutSeconds, range, language === 'JSONata', [...place, 'TimeoutSeconds'], report);
  checkNumber(HeartbeatSeconds, range, language === 'JSONata', [...place, 'HeartbeatSeconds'], report);
  if (
    typeof TimeoutSeconds === 'number' &&
    typeof HeartbeatSeconds === 'number' &&
    HeartbeatSeconds >= TimeoutSeconds
  ) {
    const message = `HeartbeatSeconds (${HeartbeatSeconds}) must be less than TimeoutSeconds (${TimeoutSeconds})`;
    report(schemaError([...place, 'HeartbeatSeconds'], message));
  }
};

const checkWait = (state: JsonObject, language: QueryLanguage, place: Place, report: Report): void => {
  const ways = ['Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath'].filter((field) => state[field] !== undefined);
  if (ways.length !== 1) {
    const message = `A Wait state needs exactly one of Seconds, Timestamp, SecondsPath, TimestampPath, but has ${ways.length === 0 ? 'none' : ways.join(', ')}`;
    report(schemaError(place, message));
  }
  const expressions = language === 'JSONata';
  checkNumber(state['Seconds'], { least: 0, most: MOST_SECONDS }, expressions, [...place, 'Seconds'], report);
  const { Timestamp } = state;
  checkString(Timestamp, [...place, 'Timestamp'], report);
  if (typeof Timestamp !== 'string' || (expressions && Timestamp.startsWith('{%'))) return;
  if (timeOf(Timestamp) === undefined) {
    const message = `Timestamp must be a time such as "2026-01-31T12:00:00Z", but is ${JSON.stringify(Timestamp)}`;
    report(schemaError([...place, 'Timestamp'], message));
  }
};

const checkBranches = (state: JsonObject, place: Place, report: Report): readonly (readonly [Json, Place])[] => {
  const branches = state['Branches'];
  if (branches === undefined) return [];
  if (!isJsonArray(branches) || branches.length === 0) {
    report(schemaError([...place, 'Branches'], 'Branches must be a list of one or more branches'));
    return [];
  }
  return branches.map((branch, index) => [branch, [...place, 'Branches', index]] as const);
};

const typeOf = (state: JsonObject, place: Place, report: Report): StateType | undefined => {
  const type = state['Type'];
  if (isStateType(type)) return type;
  if (type === undefined) checkRequired(state, ['Type'], place, report);
  else oneOf(type, stateTypes, [...place, 'Type'], report);
  return undefined;
};

const checkLanguage = (state: JsonObject, machine: QueryLanguage, place: Place, report: Report): boolean => {
  oneOf(state['QueryLanguage'], ['JSONPath', 'JSONata'], [...place, 'QueryLanguage'], report);
  if (machine !== 'JSONata' || state['QueryLanguage'] !== 'JSONPath') return true;
  report(schemaError(place, `'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine`));
  return false;
};

/** Checks one state and gives what it refers to: other states, and flows inside it. */
export const checkState = (
  value: Json,
  machine: QueryLanguage,
  place: Place,
  report: Report,
  machineType: MachineType,
): CheckedState => {
  if (!checkObject(value, place, report)) return NOTHING;
  const type = typeOf(value, place, report);
  if (type === undefined) return NOTHING;
  const language = languageIn(value, machine);
  // Where the language itself is wrong, the service says nothing of the fields that follow from it.
  const sound = checkLanguage(value, machine, place, report);
  if (sound) checkFields(value, type, language, place, report);
  checkString(value['Comment'], [...place, 'Comment'], report);
  for (const field of ALTERNATIVES) {
    if (value[field] !== undefined && value[`${field}Path`] !== undefined) {
      report(schemaError([...place, field], `A state has either '${field}' or '${field}Path', not both`));
    }
  }
  if (sound && language === 'JSONata') checkExpressions(value, type, place, report);
  if (language === 'JSONPath') checkPaths(value, place, report);
  checkAssign(value['Assign'], [...place, 'Assign'], report);
  const targets = [...checkTransition(value, type, place, report), ...checkErrorHandling(value, place, report)];
  // A state that leads nowhere is told of as such, not as a machine without an end.
  const terminal = type === 'Succeed' || type === 'Fail' || (type !== 'Choice' && value['Next'] === undefined);
  const plain = { targets, flows: [], terminal };
  switch (type) {
    case 'Choice':
      return { ...plain, targets: [...targets, ...checkChoice(value, language, place, report)] };
    case 'Task':
      checkTask(value, language, machineType, place, report);
      return plain;
    case 'Wait':
      checkWait(value, language, place, report);
      return plain;
    case 'Parallel':
      return { ...plain, flows: checkBranches(value, place, report) };
    case 'Map':
      return { ...plain, flows: checkMap(value, language, place, report) };
    case 'Pass':
    case 'Succeed':
    case 'Fail':
      return plain;
    default:
      return assertNever(type);
  }
};
