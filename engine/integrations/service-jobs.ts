import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import type { JobState } from './run-job.ts';

interface Call {
  readonly action: string;
  readonly parameters: JsonObject;
}

/** How a service's job is watched and stopped. Fields are in Step Functions' names. */
export interface ServiceJob {
  look(submitted: Json, given: JsonObject): Call;
  state(description: JsonObject): JobState;
  stop(submitted: Json, given: JsonObject): Call;
}

/** The value at a path of names and indices; null where it leads nowhere. */
const at = (value: Json, ...path: readonly (string | number)[]): Json => {
  let inner: Json | undefined = value;
  for (const step of path) {
    if (typeof step === 'number') inner = inner !== undefined && isJsonArray(inner) ? inner[step] : undefined;
    else inner = inner !== undefined && isJsonObject(inner) ? inner[step] : undefined;
  }
  return inner ?? null;
};

const REASON = 'The Step Functions task that waited for it was stopped';

interface Statuses {
  readonly succeeded: string;
  readonly failed: readonly string[];
}

const byStatus = (status: Json, { succeeded, failed }: Statuses, output: Json): JobState => {
  if (status === succeeded) return { kind: 'succeeded', output };
  return typeof status === 'string' && failed.includes(status) ? { kind: 'failed', output } : { kind: 'running' };
};

/** A job of which the service gives one description, found by the name that the request gave it. */
const namedJob = (kind: string, statuses: Statuses): ServiceJob => ({
  look: (_submitted, given) => ({
    action: `describe${kind}`,
    parameters: { [`${kind}Name`]: given[`${kind}Name`] ?? null },
  }),
  state: (description) => byStatus(at(description, `${kind}Status`), statuses, description),
  stop: (_submitted, given) => ({
    action: `stop${kind}`,
    parameters: { [`${kind}Name`]: given[`${kind}Name`] ?? null },
  }),
});

const SAGEMAKER: Statuses = { succeeded: 'Completed', failed: ['Failed', 'Stopped'] };

/** A container that never ran has no exit code; one that failed has another than 0. */
const containersFailed = (task: Json): boolean => {
  const containers = at(task, 'Containers');
  return !isJsonArray(containers) || containers.some((container) => at(container, 'ExitCode') !== 0);
};

const build = (action: string, list: string, one: string, stop: string): ServiceJob => ({
  look: (submitted) => ({ action, parameters: { Ids: [at(submitted, one, 'Id')] } }),
  state: (description) =>
    byStatus(
      at(description, list, 0, `${one}Status`),
      { succeeded: 'SUCCEEDED', failed: ['FAILED', 'FAULT', 'TIMED_OUT', 'STOPPED'] },
      { [one]: at(description, list, 0) },
    ),
  stop: (submitted) => ({ action: stop, parameters: { Id: at(submitted, one, 'Id') } }),
});

const BUILD = build('batchGetBuilds', 'Builds', 'Build', 'stopBuild');
const BUILD_BATCH = build('batchGetBuildBatches', 'BuildBatches', 'BuildBatch', 'stopBuildBatch');

/** https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html */
const JOBS: Readonly<Record<string, ServiceJob>> = {
  'ecs:runTask': {
    look: (submitted) => ({
      action: 'describeTasks',
      parameters: { Cluster: at(submitted, 'Tasks', 0, 'ClusterArn'), Tasks: [at(submitted, 'Tasks', 0, 'TaskArn')] },
    }),
    state(description) {
      const task = at(description, 'Tasks', 0);
      if (at(task, 'LastStatus') !== 'STOPPED') return { kind: 'running' };
      return { kind: containersFailed(task) ? 'failed' : 'succeeded', output: task };
    },
    stop: (submitted) => ({
      action: 'stopTask',
      parameters: {
        Cluster: at(submitted, 'Tasks', 0, 'ClusterArn'),
        Task: at(submitted, 'Tasks', 0, 'TaskArn'),
        Reason: REASON,
      },
    }),
  },
  'batch:submitJob': {
    look: (submitted) => ({ action: 'describeJobs', parameters: { Jobs: [at(submitted, 'JobId')] } }),
    state: (description) =>
      byStatus(
        at(description, 'Jobs', 0, 'Status'),
        { succeeded: 'SUCCEEDED', failed: ['FAILED'] },
        at(description, 'Jobs', 0),
      ),
    stop: (submitted) => ({ action: 'terminateJob', parameters: { JobId: at(submitted, 'JobId'), Reason: REASON } }),
  },
  'glue:startJobRun': {
    look: (submitted, given) => ({
      action: 'getJobRun',
      parameters: { JobName: given['JobName'] ?? null, RunId: at(submitted, 'JobRunId') },
    }),
    state: (description) =>
      byStatus(
        at(description, 'JobRun', 'JobRunState'),
        { succeeded: 'SUCCEEDED', failed: ['FAILED', 'STOPPED', 'TIMEOUT', 'ERROR', 'EXPIRED'] },
        at(description, 'JobRun'),
      ),
    stop: (submitted, given) => ({
      action: 'batchStopJobRun',
      parameters: { JobName: given['JobName'] ?? null, JobRunIds: [at(submitted, 'JobRunId')] },
    }),
  },
  'athena:startQueryExecution': {
    look: (submitted) => ({
      action: 'getQueryExecution',
      parameters: { QueryExecutionId: at(submitted, 'QueryExecutionId') },
    }),
    state: (description) =>
      byStatus(
        at(description, 'QueryExecution', 'Status', 'State'),
        { succeeded: 'SUCCEEDED', failed: ['FAILED', 'CANCELLED'] },
        description,
      ),
    stop: (submitted) => ({
      action: 'stopQueryExecution',
      parameters: { QueryExecutionId: at(submitted, 'QueryExecutionId') },
    }),
  },
  'codebuild:startBuild': BUILD,
  'codebuild:startBuildBatch': BUILD_BATCH,
  'codebuild:retryBuildBatch': BUILD_BATCH,
  'sagemaker:createTrainingJob': namedJob('TrainingJob', SAGEMAKER),
  'sagemaker:createProcessingJob': namedJob('ProcessingJob', SAGEMAKER),
  'sagemaker:createTransformJob': namedJob('TransformJob', SAGEMAKER),
  'sagemaker:createHyperParameterTuningJob': namedJob('HyperParameterTuningJob', SAGEMAKER),
  'sagemaker:createLabelingJob': namedJob('LabelingJob', SAGEMAKER),
};

export const serviceJob = (service: string, action: string): ServiceJob | undefined => JOBS[`${service}:${action}`];
