import type { TaskPattern } from './task-resource.ts';

/** The patterns of an optimised integration, beside the plain request and response. */
type Patterns = readonly TaskPattern[];

const REQUEST: Patterns = ['requestResponse'];
const JOB: Patterns = ['requestResponse', 'sync'];
const CALLBACK: Patterns = ['requestResponse', 'waitForTaskToken'];
const ONLY_JOB: Patterns = ['sync'];

const each = (actions: readonly string[], patterns: Patterns): readonly (readonly [string, Patterns])[] =>
  actions.map((action) => [action, patterns]);

/**
 * What `arn:aws:states:::<service>:<action>` may name, and in which patterns:
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
const CATALOGUE: Readonly<Record<string, ReadonlyMap<string, Patterns>>> = {
  apigateway: new Map([['invoke', CALLBACK]]),
  athena: new Map([
    ['startQueryExecution', JOB],
    ...each(['stopQueryExecution', 'getQueryExecution', 'getQueryResults'], REQUEST),
  ]),
  batch: new Map([['submitJob', JOB]]),
  bedrock: new Map([
    ['invokeModel', REQUEST],
    ['createModelCustomizationJob', JOB],
  ]),
  codebuild: new Map([
    ...each(['startBuild', 'startBuildBatch', 'retryBuildBatch'], JOB),
    ...each(['stopBuild', 'stopBuildBatch', 'batchDeleteBuilds', 'batchGetReports', 'deleteBuildBatch'], REQUEST),
  ]),
  databrew: new Map([['startJobRun', JOB]]),
  dynamodb: new Map(each(['getItem', 'putItem', 'updateItem', 'deleteItem'], REQUEST)),
  ecs: new Map([['runTask', ['requestResponse', 'sync', 'waitForTaskToken']]]),
  eks: new Map([
    ['call', REQUEST],
    ['runJob', JOB],
    ...each(['createCluster', 'deleteCluster', 'createFargateProfile', 'deleteFargateProfile', 'createNodegroup'], JOB),
    ['deleteNodegroup', JOB],
  ]),
  elasticmapreduce: new Map([
    ...each(['createCluster', 'terminateCluster', 'addStep'], JOB),
    ...each(
      ['cancelStep', 'setClusterTerminationProtection', 'modifyInstanceFleetByName', 'modifyInstanceGroupByName'],
      REQUEST,
    ),
  ]),
  'emr-containers': new Map(each(['createVirtualCluster', 'deleteVirtualCluster', 'startJobRun'], JOB)),
  'emr-serverless': new Map(
    each(
      ['createApplication', 'deleteApplication', 'startApplication', 'stopApplication', 'startJobRun', 'cancelJobRun'],
      JOB,
    ),
  ),
  events: new Map([['putEvents', CALLBACK]]),
  glue: new Map([['startJobRun', JOB]]),
  http: new Map([['invoke', REQUEST]]),
  lambda: new Map([['invoke', CALLBACK]]),
  mediaconvert: new Map([['createJob', JOB]]),
  sagemaker: new Map([
    ...each(
      [
        'createHyperParameterTuningJob',
        'createLabelingJob',
        'createProcessingJob',
        'createTrainingJob',
        'createTransformJob',
      ],
      JOB,
    ),
    ...each(['createEndpoint', 'createEndpointConfig', 'createModel', 'updateEndpoint'], REQUEST),
    ['createAutoMLJob', ONLY_JOB],
  ]),
  sns: new Map([['publish', CALLBACK]]),
  sqs: new Map([['sendMessage', CALLBACK]]),
  states: new Map([['startExecution', ['requestResponse', 'sync', 'sync:2', 'waitForTaskToken']]]),
};

/** The patterns in which AWS offers the optimised integration; nothing where there is none of this name. */
export const optimisedPatterns = (service: string, action: string): readonly TaskPattern[] | undefined =>
  CATALOGUE[service]?.get(action);

/** Every action of every service, through its SDK. */
export const SDK_PATTERNS: readonly TaskPattern[] = CALLBACK;
