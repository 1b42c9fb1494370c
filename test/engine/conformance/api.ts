import { tested, unsupported, type FeatureGroup } from './feature.ts';

/** Operations of the API: each row names the tests that prove it. */
export const api: FeatureGroup = {
  title: 'Operations',
  features: [
    tested('CreateStateMachine', [
      'server.test.ts',
      'creates the same machine twice, and refuses another definition under its name',
    ]),
    tested('PublishStateMachineVersion, ListStateMachineVersions, DeleteStateMachineVersion', [
      'server.test.ts',
      'publishes versions that keep their definition',
    ]),
    tested('TagResource, UntagResource, ListTagsForResource, ListStateMachines, DeleteStateMachine', [
      'server.test.ts',
      'tags, untags, lists and deletes',
    ]),
    tested('ValidateStateMachineDefinition', ['server.test.ts', 'validates a definition without making it']),
    tested('StartExecution, with its idempotency by name', [
      'server.test.ts',
      'starts the same execution twice only while it runs',
    ]),
    tested('StartSyncExecution', ['server.test.ts', 'runs an EXPRESS machine while the caller waits']),
    tested('DescribeExecution, GetExecutionHistory', [
      'server.test.ts',
      'runs an execution from its start to its history',
    ]),
    tested(
      'SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat',
      ['tasks.test.ts', 'ends with the output that is sent, while heartbeats come'],
      ['tasks.test.ts', 'fails with the error that is sent'],
    ),
    tested('Execution status change events', ['server.test.ts', 'tells of every status in the shape of EventBridge']),
    unsupported('Logs to CloudWatch, traces to X-Ray', 'The settings are taken and have no effect.'),
  ],
};
