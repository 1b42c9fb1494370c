import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '../../../engine/json/json.ts';
import type { StepFunctionsEngine } from '../../../engine/index.ts';
import { single } from '../run-definition.ts';
import { endOn, engineAt, runOn, startOn } from './run-on.ts';
import { startWireService, type WireAnswer, type WireCall, type WireService } from './wire-service.ts';

const services: WireService[] = [];
const engines: StepFunctionsEngine[] = [];

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
  for (const service of services.splice(0)) service.close();
});

const started = async (answer: (call: WireCall) => WireAnswer): Promise<WireService> => {
  const service = await startWireService(answer);
  services.push(service);
  return service;
};

const opened = (engine: StepFunctionsEngine): StepFunctionsEngine => {
  engines.push(engine);
  return engine;
};

const CLUSTER = 'arn:aws:ecs:us-east-1:000000000000:cluster/c';
const TASK = 'arn:aws:ecs:us-east-1:000000000000:task/c/1';

const ecsTask = (lastStatus: string, exitCode?: number): JsonObject => ({
  clusterArn: CLUSTER,
  taskArn: TASK,
  lastStatus,
  createdAt: 1_700_000_000.5,
  containers: [{ name: 'main', lastStatus, ...(exitCode === undefined ? {} : { exitCode }) }],
});

/** ECS, whose task is running at the first look and ends with this exit code at the second. */
const ecs = (exitCode: number): Promise<WireService> => {
  let looks = 0;
  return started(({ operation }) => {
    if (operation === 'RunTask') return { body: { tasks: [ecsTask('PROVISIONING')], failures: [] } };
    if (operation === 'DescribeTasks') {
      return { body: { tasks: [looks++ === 0 ? ecsTask('RUNNING') : ecsTask('STOPPED', exitCode)], failures: [] } };
    }
    return { body: { task: ecsTask('STOPPED', 137) } };
  });
};

const runTask = (extra: object = {}): object =>
  single({
    Type: 'Task',
    Resource: 'arn:aws:states:::ecs:runTask.sync',
    Arguments: { Cluster: CLUSTER, TaskDefinition: 'train', LaunchType: 'FARGATE' },
    ...extra,
  });

const SEEN_TASK = {
  ClusterArn: CLUSTER,
  TaskArn: TASK,
  LastStatus: 'STOPPED',
  CreatedAt: 1_700_000_000_500,
  Containers: [{ Name: 'main', LastStatus: 'STOPPED', ExitCode: 0 }],
};

const field = (value: Json | undefined, name: string): Json =>
  (value !== undefined && isJsonObject(value) ? value[name] : undefined) ?? null;

/** The JSON in a field of text. */
const parsedField = (value: Json | undefined, name: string): Json => {
  const text = field(value, name);
  return typeof text === 'string' ? (JSON.parse(text) as Json) : null;
};

describe('ECS', () => {
  it('runs a task to its end, and shows what it asked for', async () => {
    const service = await ecs(0);
    const { output, events } = await runOn(opened(engineAt({ ecs: service.address })), runTask());
    const scheduled = events.find(({ type }) => type === 'TaskScheduled');
    const submitted = parsedField(events.find(({ type }) => type === 'TaskSubmitted')?.details, 'output');
    expect({
      output,
      types: events.map(({ type }) => type),
      operations: service.calls.map(({ operation }) => operation),
      resource: field(scheduled?.details, 'resource'),
      parameters: parsedField(scheduled?.details, 'parameters'),
      submitted: Object.keys(submitted as object),
    }).toStrictEqual({
      output: SEEN_TASK,
      types: [
        ...['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded'],
        ...['TaskStateExited', 'ExecutionSucceeded'],
      ],
      operations: ['RunTask', 'DescribeTasks', 'DescribeTasks'],
      resource: 'runTask.sync',
      parameters: {
        Cluster: CLUSTER,
        TaskDefinition: 'train',
        LaunchType: 'FARGATE',
        StartedBy: 'AWS Step Functions',
      },
      submitted: ['Failures', 'SdkHttpMetadata', 'SdkResponseMetadata', 'Tasks'],
    });
  });

  it('fails with the task as its cause when a container does', async () => {
    const service = await ecs(3);
    const { error, cause } = await runOn(opened(engineAt({ ecs: service.address })), runTask());
    expect([error, JSON.parse(cause ?? '')]).toStrictEqual([
      'States.TaskFailed',
      { ...SEEN_TASK, Containers: [{ Name: 'main', LastStatus: 'STOPPED', ExitCode: 3 }] },
    ]);
  });

  it('fails when nothing could be placed', async () => {
    const failure = { arn: CLUSTER, reason: 'RESOURCE:MEMORY' };
    const service = await started(() => ({ body: { tasks: [], failures: [failure] } }));
    const { error, cause } = await runOn(opened(engineAt({ ecs: service.address })), runTask());
    expect([error, field(JSON.parse(cause ?? '') as Json, 'Failures')]).toStrictEqual([
      'AmazonECS.Unknown',
      [{ Arn: CLUSTER, Reason: 'RESOURCE:MEMORY' }],
    ]);
  });

  it('names a refusal as version 1 of the SDK for Java does', async () => {
    const service = await started(() => ({
      status: 400,
      body: { __type: 'ClusterNotFoundException', message: 'Cluster not found.' },
    }));
    const { error, cause } = await runOn(opened(engineAt({ ecs: service.address })), runTask());
    expect([error, cause]).toStrictEqual([
      'ECS.ClusterNotFoundException',
      'Cluster not found. (Service: AmazonECS; Status Code: 400; Error Code: ClusterNotFoundException; Request ID: request-1; Proxy: null)',
    ]);
  });

  it('goes on looking while the service cannot be asked', async () => {
    let looks = 0;
    const service = await started(({ operation }) => {
      if (operation === 'RunTask') return { body: { tasks: [ecsTask('PROVISIONING')], failures: [] } };
      if (looks++ < 2) return { status: 503, body: { __type: 'ServerException', message: 'busy' } };
      return { body: { tasks: [ecsTask('STOPPED', 0)], failures: [] } };
    });
    expect((await runOn(opened(engineAt({ ecs: service.address })), runTask())).output).toStrictEqual(SEEN_TASK);
  });

  it.each([
    ['its execution is stopped', {}, true],
    ['it times out', { TimeoutSeconds: 1 }, false],
  ])('stops the task when %s', async (_name, extra, stops) => {
    const service = await started(({ operation }) =>
      operation === 'RunTask'
        ? { body: { tasks: [ecsTask('PROVISIONING')], failures: [] } }
        : { body: { tasks: [ecsTask('RUNNING')], task: ecsTask('STOPPED'), failures: [] } },
    );
    const engine = opened(engineAt({ ecs: service.address }));
    const executionArn = await startOn(engine, runTask(extra));
    while (stops && !service.calls.some(({ operation }) => operation === 'DescribeTasks')) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    if (stops) await engine.stopExecution({ executionArn });
    await endOn(engine, executionArn);
    while (!service.calls.some(({ operation }) => operation === 'StopTask')) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const stop = service.calls.find(({ operation }) => operation === 'StopTask');
    expect([field(stop?.body, 'cluster'), field(stop?.body, 'task')]).toStrictEqual([CLUSTER, TASK]);
  });

  it('is neither stopped nor started again when the engine closes and opens', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'engine-jobs-'));
    try {
      let done = false;
      const service = await started(({ operation }) =>
        operation === 'RunTask'
          ? { body: { tasks: [ecsTask('PROVISIONING')], failures: [] } }
          : { body: { tasks: [done ? ecsTask('STOPPED', 0) : ecsTask('RUNNING')], failures: [] } },
      );
      const first = engineAt({ ecs: service.address }, { dataFolder: folder });
      const executionArn = await startOn(first, runTask());
      while (!service.calls.some(({ operation }) => operation === 'DescribeTasks')) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await first.close();
      done = true;
      const second = opened(engineAt({ ecs: service.address }, { dataFolder: folder }));
      const { output } = await endOn(second, executionArn);
      const operations = new Set(service.calls.map(({ operation }) => operation));
      const runs = service.calls.filter(({ operation }) => operation === 'RunTask').length;
      expect({ output, operations: [...operations], runs }).toStrictEqual({
        output: SEEN_TASK,
        operations: ['RunTask', 'DescribeTasks'],
        runs: 1,
      });
      await second.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('Batch', () => {
  const submit = single({
    Type: 'Task',
    Resource: 'arn:aws:states:::batch:submitJob.sync',
    Arguments: {
      JobName: 'train',
      JobQueue: 'queue',
      JobDefinition: 'definition',
      Parameters: { epochs: '3' },
      ContainerOverrides: { Environment: [{ Name: 'A', Value: '1' }] },
    },
  });

  const batch = (status: string): Promise<WireService> =>
    started(({ operation }) => {
      const headers = { 'content-type': 'application/json' };
      if (operation === '/v1/submitjob') return { headers, body: { jobId: 'j-1', jobName: 'train' } };
      return { headers, body: { jobs: [{ jobId: 'j-1', jobName: 'train', status, statusReason: 'because' }] } };
    });

  it('waits for the job', async () => {
    const service = await batch('SUCCEEDED');
    const { output } = await runOn(opened(engineAt({ batch: service.address })), submit);
    expect({ output, request: service.calls[0]?.body }).toStrictEqual({
      output: { JobId: 'j-1', JobName: 'train', Status: 'SUCCEEDED', StatusReason: 'because' },
      request: {
        jobName: 'train',
        jobQueue: 'queue',
        jobDefinition: 'definition',
        parameters: { epochs: '3' },
        containerOverrides: {
          environment: [
            { name: 'A', value: '1' },
            { name: 'MANAGED_BY_AWS', value: 'STARTED_BY_STEP_FUNCTIONS' },
          ],
        },
      },
    });
  });

  it('fails with the job', async () => {
    const service = await batch('FAILED');
    const { error, cause } = await runOn(opened(engineAt({ batch: service.address })), submit);
    expect([error, JSON.parse(cause ?? '')]).toStrictEqual([
      'States.TaskFailed',
      { JobId: 'j-1', JobName: 'train', Status: 'FAILED', StatusReason: 'because' },
    ]);
  });
});
