import { structure, type RequestShape, type StructureShape } from './request-shape.ts';
import {
  ALIAS_NAME,
  ARN,
  CAUSE,
  CLIENT_TOKEN,
  COUNT,
  DATA,
  DEFINITION,
  DESCRIPTION,
  ENCRYPTION,
  ERROR,
  EXECUTION_STATUS,
  EXECUTIONS_PAGE,
  FLAG,
  INCLUDED_DATA,
  INSPECTION_LEVEL,
  LOGGING,
  LONG_ARN,
  MACHINE_TYPE,
  MOCK,
  NAME,
  PAGE,
  PERCENTAGE,
  REDRIVE_FILTER,
  ROUTING,
  SENSITIVE_DESCRIPTION,
  SEVERITY,
  STATE_CONFIGURATION,
  TAG_KEYS,
  TAGS,
  TASK_TOKEN,
  TRACE_HEADER,
  TRACING,
} from './request-shapes.ts';

const input = (members: Readonly<Record<string, RequestShape>>, ...required: readonly string[]): StructureShape =>
  structure('', members, ...required);

const machineArn = input({ stateMachineArn: ARN, includedData: INCLUDED_DATA }, 'stateMachineArn');
const executionArn = input({ executionArn: ARN, includedData: INCLUDED_DATA }, 'executionArn');
const aliasArn = input({ stateMachineAliasArn: ARN }, 'stateMachineAliasArn');
const activityArn = input({ activityArn: ARN }, 'activityArn');
const ofMachine = input({ stateMachineArn: ARN, ...PAGE }, 'stateMachineArn');

const machineFields = {
  roleArn: ARN,
  loggingConfiguration: LOGGING,
  tracingConfiguration: TRACING,
  publish: FLAG,
  versionDescription: SENSITIVE_DESCRIPTION,
  encryptionConfiguration: ENCRYPTION,
};

const starting = { stateMachineArn: ARN, name: NAME, input: DATA, traceHeader: TRACE_HEADER };

/** Every operation's input: https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */
export const operationInputs = {
  CreateActivity: input({ name: NAME, tags: TAGS, encryptionConfiguration: ENCRYPTION }, 'name'),
  CreateStateMachine: input(
    { name: NAME, definition: DEFINITION, ...machineFields, type: MACHINE_TYPE, tags: TAGS },
    'name',
    'definition',
    'roleArn',
  ),
  CreateStateMachineAlias: input(
    { description: SENSITIVE_DESCRIPTION, name: ALIAS_NAME, routingConfiguration: ROUTING },
    'name',
    'routingConfiguration',
  ),
  DeleteActivity: activityArn,
  DeleteStateMachine: machineArn,
  DeleteStateMachineAlias: aliasArn,
  DeleteStateMachineVersion: input({ stateMachineVersionArn: LONG_ARN }, 'stateMachineVersionArn'),
  DescribeActivity: activityArn,
  DescribeExecution: executionArn,
  DescribeMapRun: input({ mapRunArn: LONG_ARN }, 'mapRunArn'),
  DescribeStateMachine: machineArn,
  DescribeStateMachineAlias: aliasArn,
  DescribeStateMachineForExecution: executionArn,
  GetActivityTask: input({ activityArn: ARN, workerName: NAME }, 'activityArn'),
  GetExecutionHistory: input(
    { executionArn: ARN, ...PAGE, reverseOrder: FLAG, includeExecutionData: FLAG },
    'executionArn',
  ),
  ListActivities: input(PAGE),
  ListExecutions: input({
    stateMachineArn: ARN,
    statusFilter: EXECUTION_STATUS,
    ...EXECUTIONS_PAGE,
    mapRunArn: LONG_ARN,
    redriveFilter: REDRIVE_FILTER,
  }),
  ListMapRuns: input({ executionArn: ARN, ...PAGE }, 'executionArn'),
  ListStateMachineAliases: ofMachine,
  ListStateMachines: input(PAGE),
  ListStateMachineVersions: ofMachine,
  ListTagsForResource: input({ resourceArn: ARN }, 'resourceArn'),
  PublishStateMachineVersion: input(
    { stateMachineArn: ARN, revisionId: { kind: 'text' }, description: SENSITIVE_DESCRIPTION },
    'stateMachineArn',
  ),
  RedriveExecution: input({ executionArn: ARN, clientToken: CLIENT_TOKEN }, 'executionArn'),
  SendTaskFailure: input({ taskToken: TASK_TOKEN, error: ERROR, cause: CAUSE }, 'taskToken'),
  SendTaskHeartbeat: input({ taskToken: TASK_TOKEN }, 'taskToken'),
  SendTaskSuccess: input({ taskToken: TASK_TOKEN, output: DATA }, 'taskToken', 'output'),
  StartExecution: input(starting, 'stateMachineArn'),
  StartSyncExecution: input({ ...starting, includedData: INCLUDED_DATA }, 'stateMachineArn'),
  StopExecution: input({ executionArn: ARN, error: ERROR, cause: CAUSE }, 'executionArn'),
  TagResource: input({ resourceArn: ARN, tags: TAGS }, 'resourceArn', 'tags'),
  TestState: input(
    {
      definition: DEFINITION,
      roleArn: ARN,
      input: DATA,
      inspectionLevel: INSPECTION_LEVEL,
      revealSecrets: FLAG,
      variables: DATA,
      stateName: NAME,
      mock: MOCK,
      context: DATA,
      stateConfiguration: STATE_CONFIGURATION,
    },
    'definition',
  ),
  UntagResource: input({ resourceArn: ARN, tagKeys: TAG_KEYS }, 'resourceArn', 'tagKeys'),
  UpdateMapRun: input(
    {
      mapRunArn: LONG_ARN,
      maxConcurrency: COUNT,
      toleratedFailurePercentage: PERCENTAGE,
      toleratedFailureCount: COUNT,
    },
    'mapRunArn',
  ),
  UpdateStateMachine: input({ stateMachineArn: ARN, definition: DEFINITION, ...machineFields }, 'stateMachineArn'),
  UpdateStateMachineAlias: input(
    { stateMachineAliasArn: ARN, description: DESCRIPTION, routingConfiguration: ROUTING },
    'stateMachineAliasArn',
  ),
  ValidateStateMachineDefinition: input(
    {
      definition: DEFINITION,
      type: MACHINE_TYPE,
      severity: SEVERITY,
      maxResults: { kind: 'integer', min: 0, max: 100 },
    },
    'definition',
  ),
} as const satisfies Readonly<Record<string, StructureShape>>;

export type OperationName = keyof typeof operationInputs;

export const isOperationName = (name: string): name is OperationName => Object.hasOwn(operationInputs, name);
