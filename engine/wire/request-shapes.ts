import { structure, type RequestShape } from './request-shape.ts';

const DATA_BYTES = 262_144;

const text = (min: number | undefined, max: number): RequestShape =>
  min === undefined ? { kind: 'text', max } : { kind: 'text', min, max };

const choice = (...choices: readonly string[]): RequestShape => ({ kind: 'text', choices });

export const ARN = text(1, 256);
export const LONG_ARN = text(1, 2000);
export const NAME = text(1, 80);
export const DESCRIPTION: RequestShape = { kind: 'text', max: 256 };
export const SENSITIVE_DESCRIPTION: RequestShape = { kind: 'text', max: 256, sensitive: true };
export const DEFINITION: RequestShape = { kind: 'text', min: 1, max: 1_048_576, sensitive: true };
export const DATA: RequestShape = { kind: 'text', max: DATA_BYTES, sensitive: true };
export const ERROR: RequestShape = { kind: 'text', min: 0, max: 256, sensitive: true };
export const CAUSE: RequestShape = { kind: 'text', min: 0, max: 32_768, sensitive: true };
export const FLAG: RequestShape = { kind: 'flag' };
export const COUNT: RequestShape = { kind: 'integer', min: 0 };
export const TASK_TOKEN = text(1, 2048);
export const TRACE_HEADER: RequestShape = { kind: 'text', min: 0, max: 256, pattern: '\\p{ASCII}*' };
export const CLIENT_TOKEN: RequestShape = { kind: 'text', min: 1, max: 64, pattern: '[!-~]+' };
export const PERCENTAGE: RequestShape = { kind: 'float', min: 0, max: 100 };
export const PAGE: Readonly<Record<string, RequestShape>> = {
  maxResults: { kind: 'integer', min: 0, max: 1000 },
  nextToken: text(1, 1024),
};
export const EXECUTIONS_PAGE: Readonly<Record<string, RequestShape>> = { ...PAGE, nextToken: text(1, 3096) };

export const ALIAS_NAME: RequestShape = {
  kind: 'text',
  min: 1,
  max: 80,
  pattern: '^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$',
};

export const MACHINE_TYPE = choice('STANDARD', 'EXPRESS');
export const INCLUDED_DATA = choice('ALL_DATA', 'METADATA_ONLY');
// In the order in which AWS's error lists them.
export const EXECUTION_STATUS = choice('SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING');
export const REDRIVE_FILTER = choice('REDRIVEN', 'NOT_REDRIVEN');
export const SEVERITY = choice('ERROR', 'WARNING');

export const TAGS: RequestShape = {
  kind: 'list',
  of: structure('Tag', { key: text(1, 128), value: text(0, 256) }),
};
export const TAG_KEYS: RequestShape = { kind: 'list', of: text(1, 128) };

export const ROUTING: RequestShape = {
  kind: 'list',
  min: 1,
  max: 2,
  of: structure(
    'RoutingConfigurationListItem',
    { stateMachineVersionArn: ARN, weight: { kind: 'integer', min: 0, max: 100 } },
    'stateMachineVersionArn',
    'weight',
  ),
};

export const LOGGING: RequestShape = structure('LoggingConfiguration', {
  level: choice('ALL', 'ERROR', 'FATAL', 'OFF'),
  includeExecutionData: FLAG,
  destinations: {
    kind: 'list',
    of: structure('LogDestination', {
      cloudWatchLogsLogGroup: structure('CloudWatchLogsLogGroup', { logGroupArn: ARN }),
    }),
  },
});

export const TRACING: RequestShape = structure('TracingConfiguration', { enabled: FLAG });

export const ENCRYPTION: RequestShape = structure(
  'EncryptionConfiguration',
  {
    kmsKeyId: text(1, 2048),
    kmsDataKeyReusePeriodSeconds: { kind: 'integer', min: 60, max: 900 },
    type: choice('AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY'),
  },
  'type',
);

export const INSPECTION_LEVEL = choice('INFO', 'DEBUG', 'TRACE');

export const MOCK: RequestShape = structure('MockInput', {
  result: DATA,
  errorOutput: structure('MockErrorOutput', { error: ERROR, cause: CAUSE }),
  fieldValidationMode: choice('STRICT', 'PRESENT', 'NONE'),
});

export const STATE_CONFIGURATION: RequestShape = structure('TestStateConfiguration', {
  retrierRetryCount: COUNT,
  errorCausedByState: NAME,
  mapIterationFailureCount: COUNT,
  mapItemReaderData: DATA,
});
