import type { QueryLanguage, StateType } from '../asl/index.ts';

interface FieldsOfType {
  readonly common: readonly string[];
  readonly JSONata: readonly string[];
  readonly JSONPath: readonly string[];
  readonly required: readonly string[];
}

const DATA_PATHS = ['InputPath', 'OutputPath'];
const RESULT = ['ResultSelector', 'ResultPath'];

/** Which fields each type of state may have in each query language, beside `Type`, `Comment` and `QueryLanguage`. */
const FIELDS: Readonly<Record<StateType, FieldsOfType>> = {
  Task: {
    common: [
      'Next',
      'End',
      'Resource',
      'Retry',
      'Catch',
      'TimeoutSeconds',
      'HeartbeatSeconds',
      'Credentials',
      'Assign',
    ],
    JSONata: ['Arguments', 'Output'],
    JSONPath: [...DATA_PATHS, ...RESULT, 'Parameters', 'TimeoutSecondsPath', 'HeartbeatSecondsPath'],
    required: ['Resource'],
  },
  Pass: {
    common: ['Next', 'End', 'Assign'],
    JSONata: ['Output'],
    JSONPath: [...DATA_PATHS, 'Parameters', 'Result', 'ResultPath'],
    required: [],
  },
  Choice: {
    common: ['Choices', 'Default', 'Assign'],
    JSONata: ['Output'],
    JSONPath: DATA_PATHS,
    required: ['Choices'],
  },
  Wait: {
    common: ['Next', 'End', 'Seconds', 'Timestamp', 'Assign'],
    JSONata: ['Output'],
    JSONPath: [...DATA_PATHS, 'SecondsPath', 'TimestampPath'],
    required: [],
  },
  Succeed: { common: [], JSONata: ['Output'], JSONPath: DATA_PATHS, required: [] },
  Fail: { common: ['Error', 'Cause'], JSONata: [], JSONPath: ['ErrorPath', 'CausePath'], required: [] },
  Parallel: {
    common: ['Next', 'End', 'Branches', 'Retry', 'Catch', 'Assign'],
    JSONata: ['Arguments', 'Output'],
    JSONPath: [...DATA_PATHS, ...RESULT, 'Parameters'],
    required: ['Branches'],
  },
  Map: {
    common: [
      ...['Next', 'End', 'ItemProcessor', 'Iterator', 'ItemSelector', 'MaxConcurrency', 'ItemReader', 'ItemBatcher'],
      ...['ResultWriter', 'ToleratedFailureCount', 'ToleratedFailurePercentage', 'Label', 'Retry', 'Catch', 'Assign'],
    ],
    JSONata: ['Items', 'Output'],
    JSONPath: [
      ...[...DATA_PATHS, ...RESULT, 'Parameters', 'ItemsPath', 'MaxConcurrencyPath'],
      ...['ToleratedFailureCountPath', 'ToleratedFailurePercentagePath'],
    ],
    required: [],
  },
};

const EVERYWHERE = ['Type', 'Comment', 'QueryLanguage'];

export const isStateType = (type: unknown): type is StateType =>
  typeof type === 'string' && Object.hasOwn(FIELDS, type);

export const stateTypes = Object.keys(FIELDS);

export const allowedFields = (type: StateType, language: QueryLanguage): readonly string[] => [
  ...EVERYWHERE,
  ...FIELDS[type].common,
  ...FIELDS[type][language],
];

export const requiredFields = (type: StateType): readonly string[] => FIELDS[type].required;

/** The service's words for a field of the other query language. */
export const wrongLanguage = (language: QueryLanguage, field: string): string => {
  const other = language === 'JSONata' ? 'JSONPath' : 'JSONata';
  return `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`;
};

/** Whether the field belongs to the other query language: then the message can say so. */
export const isOfOtherLanguage = (type: StateType, language: QueryLanguage, field: string): boolean =>
  FIELDS[type][language === 'JSONata' ? 'JSONPath' : 'JSONata'].includes(field);
