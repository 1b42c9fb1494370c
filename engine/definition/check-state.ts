import type { QueryLanguage, StateType } from '../asl/index.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import { resourceProblem, type MachineType } from '../tasks/resource-problem.ts';
import { checkErrorHandling } from './check-error-handling.ts';
import { checkExpressions } from './check-expressions.ts';
import { schemaError, type Report } from './definition-problem.ts';
import { allowedFields, isOfOtherLanguage, isStateType, requiredFields, stateTypes } from './state-fields.ts';

/** A reference to another state, and where it is written. */
export type Target = readonly [name: Json | undefined, location: string];

export interface CheckedState {
  readonly targets: readonly Target[];
  readonly flows: readonly (readonly [Json | undefined, string])[];
  readonly language: QueryLanguage;
}

const NOTHING: CheckedState = { targets: [], flows: [], language: 'JSONata' };

const DISTRIBUTED_ONLY = [
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
  'Label',
];

const checkFields = (
  state: JsonObject,
  type: StateType,
  language: QueryLanguage,
  location: string,
  report: Report,
): void => {
  const allowed = allowedFields(type, language);
  for (const field of Object.keys(state)) {
    if (allowed.includes(field)) continue;
    const why = isOfOtherLanguage(type, language, field)
      ? `belongs to ${language === 'JSONata' ? 'JSONPath' : 'JSONata'}, but the query language here is ${language}`
      : `is not a field of a ${type} state`;
    report(schemaError(`${location}/${field}`, `Field '${field}' ${why}`));
  }
  for (const field of requiredFields(type)) {
    if (state[field] === undefined) report(schemaError(location, `The ${type} state needs the field '${field}'`));
  }
};

const checkTransition = (state: JsonObject, type: StateType, location: string, report: Report): readonly Target[] => {
  if (type === 'Choice' || type === 'Succeed' || type === 'Fail') return [];
  const { Next, End } = state;
  if (Next !== undefined && End === true) report(schemaError(location, `A state has either 'Next' or 'End', not both`));
  if (Next === undefined && End !== true) {
    report({
      severity: 'ERROR',
      code: 'SCHEMA_VALIDATION_FAILED',
      message: `The state needs 'Next' or 'End: true'`,
      location,
    });
  }
  return Next === undefined ? [] : [[Next, `${location}/Next`]];
};

const checkChoices = (
  state: JsonObject,
  language: QueryLanguage,
  location: string,
  report: Report,
): readonly Target[] => {
  const choices = state['Choices'];
  const targets: Target[] = [];
  if (choices !== undefined && (!isJsonArray(choices) || choices.length === 0)) {
    report(schemaError(`${location}/Choices`, 'Choices must be a list of one or more rules'));
  } else if (choices !== undefined) {
    choices.forEach((rule, index) => {
      const place = `${location}/Choices/${index}`;
      if (!isJsonObject(rule)) {
        report(schemaError(place, 'A choice rule must be an object'));
        return;
      }
      if (language === 'JSONata' && rule['Condition'] === undefined) {
        report(schemaError(place, `A JSONata choice rule needs 'Condition'`));
      }
      targets.push([rule['Next'], `${place}/Next`]);
    });
  }
  const fallback = state['Default'];
  return fallback === undefined ? targets : [...targets, [fallback, `${location}/Default`]];
};

const checkResource = (resource: Json, machineType: MachineType, location: string, report: Report): void => {
  const problem =
    typeof resource === 'string'
      ? resourceProblem(resource, machineType)
      : `The value for 'Resource' must be an ARN, but is ${JSON.stringify(resource)}`;
  if (problem !== undefined) report(schemaError(`${location}/Resource`, problem));
};

const checkTask = (state: JsonObject, machineType: MachineType, location: string, report: Report): void => {
  const { Resource, TimeoutSeconds, HeartbeatSeconds } = state;
  if (Resource !== undefined) checkResource(Resource, machineType, location, report);
  if (
    typeof TimeoutSeconds === 'number' &&
    typeof HeartbeatSeconds === 'number' &&
    HeartbeatSeconds >= TimeoutSeconds
  ) {
    report(
      schemaError(
        `${location}/HeartbeatSeconds`,
        `HeartbeatSeconds (${HeartbeatSeconds}) must be less than TimeoutSeconds (${TimeoutSeconds})`,
      ),
    );
  }
  for (const [name, value] of Object.entries({ TimeoutSeconds, HeartbeatSeconds })) {
    if (typeof value === 'number' && (!Number.isInteger(value) || value < 1 || value > 99_999_999)) {
      report(schemaError(`${location}/${name}`, `${name} must be a whole number from 1 to 99999999, but is ${value}`));
    }
  }
};

const checkWait = (state: JsonObject, location: string, report: Report): void => {
  const ways = ['Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath'].filter((field) => state[field] !== undefined);
  if (ways.length !== 1) {
    report(
      schemaError(
        location,
        `A Wait state needs exactly one of Seconds, Timestamp, SecondsPath, TimestampPath, but has ${ways.length === 0 ? 'none' : ways.join(', ')}`,
      ),
    );
  }
};

const checkMap = (
  state: JsonObject,
  location: string,
  report: Report,
): readonly (readonly [Json | undefined, string])[] => {
  const { ItemProcessor, Iterator: iterator } = state;
  if (ItemProcessor === undefined && iterator === undefined) {
    report(schemaError(location, `The Map state needs 'ItemProcessor'`));
    return [];
  }
  const config = isJsonObject(ItemProcessor) ? ItemProcessor['ProcessorConfig'] : undefined;
  const distributed = isJsonObject(config) && config['Mode'] === 'DISTRIBUTED';
  if (!distributed) {
    for (const field of DISTRIBUTED_ONLY) {
      if (state[field] !== undefined) {
        report(
          schemaError(
            `${location}/${field}`,
            `Field '${field}' belongs to a Distributed Map: set ItemProcessor.ProcessorConfig.Mode to DISTRIBUTED`,
          ),
        );
      }
    }
  }
  return ItemProcessor === undefined
    ? [[iterator, `${location}/Iterator`]]
    : [[ItemProcessor, `${location}/ItemProcessor`]];
};

const checkBranches = (
  state: JsonObject,
  location: string,
  report: Report,
): readonly (readonly [Json | undefined, string])[] => {
  const branches = state['Branches'];
  if (branches === undefined) return [];
  if (!isJsonArray(branches) || branches.length === 0) {
    report(schemaError(`${location}/Branches`, 'Branches must be a list of one or more branches'));
    return [];
  }
  return branches.map((branch, index) => [branch, `${location}/Branches/${index}`] as const);
};

const NOT_EXPRESSIONS = new Set(['Branches', 'ItemProcessor', 'Iterator', 'Comment']);

/** Checks one state and gives what it refers to: other states, and flows inside it. */
export const checkState = (
  value: Json | undefined,
  inherited: QueryLanguage,
  location: string,
  report: Report,
  machineType: MachineType,
): CheckedState => {
  if (!isJsonObject(value)) {
    report(schemaError(location, 'A state must be an object'));
    return NOTHING;
  }
  const type = value['Type'];
  if (!isStateType(type)) {
    report(
      schemaError(
        `${location}/Type`,
        `Type must be one of ${stateTypes.join(', ')}, but is ${JSON.stringify(type ?? null)}`,
      ),
    );
    return NOTHING;
  }
  const own = value['QueryLanguage'];
  if (own !== undefined && own !== 'JSONata' && own !== 'JSONPath') {
    report(
      schemaError(
        `${location}/QueryLanguage`,
        `QueryLanguage must be JSONata or JSONPath, but is ${JSON.stringify(own)}`,
      ),
    );
  }
  if (inherited === 'JSONata' && own === 'JSONPath') {
    report(schemaError(`${location}/QueryLanguage`, 'A JSONata state machine cannot have JSONPath states'));
  }
  const language = own === 'JSONata' ? 'JSONata' : own === 'JSONPath' ? 'JSONPath' : inherited;
  checkFields(value, type, language, location, report);
  if (language === 'JSONata') {
    for (const [field, item] of Object.entries(value)) {
      if (!NOT_EXPRESSIONS.has(field)) checkExpressions(item, `${location}/${field}`, report);
    }
  }
  const targets = [...checkTransition(value, type, location, report), ...checkErrorHandling(value, location, report)];
  switch (type) {
    case 'Choice':
      return { targets: [...targets, ...checkChoices(value, language, location, report)], flows: [], language };
    case 'Task':
      checkTask(value, machineType, location, report);
      return { targets, flows: [], language };
    case 'Wait':
      checkWait(value, location, report);
      return { targets, flows: [], language };
    case 'Parallel':
      return { targets, flows: checkBranches(value, location, report), language };
    case 'Map':
      return { targets, flows: checkMap(value, location, report), language };
    case 'Pass':
    case 'Succeed':
    case 'Fail':
      return { targets, flows: [], language };
  }
};
