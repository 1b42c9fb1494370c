import type { StepFunctionsApi } from '../executions/step-functions-api.ts';
import type { RequestFields } from './request-fields.ts';

export type Operation = (api: StepFunctionsApi, fields: RequestFields) => Promise<object>;

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;
const TYPES = ['STANDARD', 'EXPRESS'] as const;

const page = (fields: RequestFields): { maxResults: number | undefined; nextToken: string | undefined } => ({
  maxResults: fields.optionalNumber('maxResults'),
  nextToken: fields.optionalText('nextToken'),
});

/** Every operation that the engine answers, by its name on the wire. */
export const operations: Readonly<Record<string, Operation>> = {
  CreateStateMachine: (api, fields) =>
    api.createStateMachine({
      name: fields.text('name'),
      definition: fields.text('definition'),
      roleArn: fields.text('roleArn'),
      type: fields.optionalChoice('type', TYPES),
      publish: fields.optionalFlag('publish'),
      versionDescription: fields.optionalText('versionDescription'),
      tags: fields.optionalTags('tags'),
    }),
  UpdateStateMachine: (api, fields) =>
    api.updateStateMachine({
      stateMachineArn: fields.text('stateMachineArn'),
      definition: fields.optionalText('definition'),
      roleArn: fields.optionalText('roleArn'),
      publish: fields.optionalFlag('publish'),
      versionDescription: fields.optionalText('versionDescription'),
    }),
  DescribeStateMachine: (api, fields) => api.describeStateMachine({ stateMachineArn: fields.text('stateMachineArn') }),
  DescribeStateMachineForExecution: (api, fields) =>
    api.describeStateMachineForExecution({ executionArn: fields.text('executionArn') }),
  ListStateMachines: (api, fields) => api.listStateMachines(page(fields)),
  DeleteStateMachine: (api, fields) => api.deleteStateMachine({ stateMachineArn: fields.text('stateMachineArn') }),
  PublishStateMachineVersion: (api, fields) =>
    api.publishStateMachineVersion({
      stateMachineArn: fields.text('stateMachineArn'),
      revisionId: fields.optionalText('revisionId'),
      description: fields.optionalText('description'),
    }),
  ListStateMachineVersions: (api, fields) =>
    api.listStateMachineVersions({ stateMachineArn: fields.text('stateMachineArn'), ...page(fields) }),
  DeleteStateMachineVersion: (api, fields) =>
    api.deleteStateMachineVersion({ stateMachineVersionArn: fields.text('stateMachineVersionArn') }),
  ValidateStateMachineDefinition: (api, fields) =>
    api.validateStateMachineDefinition({
      definition: fields.text('definition'),
      type: fields.optionalChoice('type', TYPES),
      severity: fields.optionalChoice('severity', ['ERROR', 'WARNING']),
      maxResults: fields.optionalNumber('maxResults'),
    }),
  TagResource: (api, fields) =>
    api.tagResource({ resourceArn: fields.text('resourceArn'), tags: fields.optionalTags('tags') ?? [] }),
  UntagResource: (api, fields) =>
    api.untagResource({ resourceArn: fields.text('resourceArn'), tagKeys: fields.optionalTexts('tagKeys') ?? [] }),
  ListTagsForResource: (api, fields) => api.listTagsForResource({ resourceArn: fields.text('resourceArn') }),
  StartExecution: (api, fields) =>
    api.startExecution({
      stateMachineArn: fields.text('stateMachineArn'),
      name: fields.optionalText('name'),
      input: fields.optionalText('input'),
    }),
  StartSyncExecution: (api, fields) =>
    api.startSyncExecution({
      stateMachineArn: fields.text('stateMachineArn'),
      name: fields.optionalText('name'),
      input: fields.optionalText('input'),
    }),
  StopExecution: (api, fields) =>
    api.stopExecution({
      executionArn: fields.text('executionArn'),
      error: fields.optionalText('error'),
      cause: fields.optionalText('cause'),
    }),
  RedriveExecution: (api, fields) =>
    api.redriveExecution({
      executionArn: fields.text('executionArn'),
      clientToken: fields.optionalText('clientToken'),
    }),
  DescribeExecution: (api, fields) => api.describeExecution({ executionArn: fields.text('executionArn') }),
  ListExecutions: (api, fields) =>
    api.listExecutions({
      stateMachineArn: fields.optionalText('stateMachineArn'),
      mapRunArn: fields.optionalText('mapRunArn'),
      statusFilter: fields.optionalChoice('statusFilter', STATUSES),
      redriveFilter: fields.optionalChoice('redriveFilter', ['REDRIVEN', 'NOT_REDRIVEN']),
      ...page(fields),
    }),
  GetExecutionHistory: (api, fields) =>
    api.getExecutionHistory({
      executionArn: fields.text('executionArn'),
      reverseOrder: fields.optionalFlag('reverseOrder'),
      includeExecutionData: fields.optionalFlag('includeExecutionData'),
      ...page(fields),
    }),
  SendTaskSuccess: (api, fields) =>
    api.sendTaskSuccess({ taskToken: fields.text('taskToken'), output: fields.text('output') }),
  SendTaskFailure: (api, fields) =>
    api.sendTaskFailure({
      taskToken: fields.text('taskToken'),
      error: fields.optionalText('error'),
      cause: fields.optionalText('cause'),
    }),
  SendTaskHeartbeat: (api, fields) => api.sendTaskHeartbeat({ taskToken: fields.text('taskToken') }),
  DescribeMapRun: (api, fields) => api.describeMapRun({ mapRunArn: fields.text('mapRunArn') }),
  ListMapRuns: (api, fields) => api.listMapRuns({ executionArn: fields.text('executionArn'), ...page(fields) }),
};
