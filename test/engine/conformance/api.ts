import { tested, unsupported, type FeatureGroup } from './feature.ts';

/** Operations of the API: each row names the tests that prove it. */
export const api: FeatureGroup = {
  title: 'What the operations do',
  features: [
    tested('CreateStateMachine, DescribeStateMachine: idempotency, INITIAL revision', [
      'api-machines.test.ts',
      'creates one, describes it, and creates the same again',
    ]),
    tested('UpdateStateMachine: a revision for every change', [
      'api-machines.test.ts',
      'gives a revision to every update that changes something',
    ]),
    tested('ListStateMachines: paging', [
      'api-machines.test.ts',
      'pages through machines by name, and refuses a token of its own making only',
    ]),
    tested('DeleteStateMachine: DELETING until the executions have ended', [
      'api-machines.test.ts',
      'deletes a machine once its executions have come to their next state',
    ]),
    tested('PublishStateMachineVersion, ListStateMachineVersions, DeleteStateMachineVersion', [
      'api-machines.test.ts',
      'publishes versions, keeps them as they were, and never numbers two alike',
    ]),
    tested(
      'CreateStateMachineAlias, UpdateStateMachineAlias, DescribeStateMachineAlias, ListStateMachineAliases, DeleteStateMachineAlias',
      ['api-machines.test.ts', 'creates, describes, updates, lists and deletes them'],
    ),
    tested('Aliases with weighted routing', [
      'api-machines.test.ts',
      'routes executions by weight, and names alias and version in them',
    ]),
    tested('TagResource, UntagResource, ListTagsForResource', [
      'api-machines.test.ts',
      'tags what is tagged, and says what cannot be',
    ]),
    tested('ValidateStateMachineDefinition: type, maxResults, truncated', [
      'api-machines.test.ts',
      'are told apart from a definition that cannot run',
    ]),
    tested("Requests out of bounds, malformed or of the wrong type, in AWS's words", [
      'api-machines.test.ts',
      'never break the server, whatever they are',
    ]),
    tested('StartExecution, with its idempotency by name', [
      'server.test.ts',
      'starts the same execution twice only while it runs',
    ]),
    tested('StartExecution, DescribeExecution: traceHeader, includedData', [
      'api-executions.test.ts',
      'starts one once by its name, and describes it',
    ]),
    tested('StartSyncExecution and EXPRESS machines, without a history, with billingDetails', [
      'api-executions.test.ts',
      'runs EXPRESS machines while the caller waits, and keeps no history of them',
    ]),
    tested('EXPRESS: at most five minutes', ['api-executions.test.ts', 'ends an EXPRESS execution after five minutes']),
    tested('StopExecution', ['api-executions.test.ts', 'stops one, and refuses to redrive what succeeded']),
    tested('ListExecutions: by status and redrive, with stable pages', [
      'api-executions.test.ts',
      'lists by status and by redrive, and pages the newest first',
    ]),
    tested('GetExecutionHistory: reverseOrder, includeExecutionData, pages', [
      'api-executions.test.ts',
      'gives the history in either order, in pages, and without data',
    ]),
    tested('DescribeStateMachineForExecution', ['api-executions.test.ts', 'tells which definition an execution ran']),
    tested(
      'RedriveExecution: Task, Fail, Wait, TimeoutSeconds',
      ['redrive.test.ts', 'goes on at the task that failed, in the same execution and history'],
      ['redrive.test.ts', 'enters a Fail state again, and begins the time limit of the machine anew'],
    ),
    tested(
      'RedriveExecution: Parallel and Inline Map',
      ['redrive.test.ts', 'runs only the branches that failed or were stopped'],
      ['redrive.test.ts', 'runs only the iterations that failed, and counts retries from 0'],
    ),
    tested(
      'RedriveExecution: when not, and why; clientToken',
      ['redrive.test.ts', 'says why an execution cannot be redriven'],
      ['redrive.test.ts', 'answers the same client token with the same redrive'],
    ),
    tested(
      'SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat',
      ['tasks.test.ts', 'ends with the output that is sent, while heartbeats come'],
      ['tasks.test.ts', 'fails with the error that is sent'],
    ),
    tested('CreateActivity, DescribeActivity, ListActivities, DeleteActivity', [
      'api-executions.test.ts',
      'creates, describes, lists and deletes them',
    ]),
    tested(
      'GetActivityTask and the events of activity tasks',
      ['api-executions.test.ts', 'hands tasks to workers, which may be waiting already'],
      ['api-executions.test.ts', 'fails with the error of its worker, and where the activity is gone'],
    ),
    tested(
      'TestState: inspection levels, variables',
      ['test-state.test.ts', 'shows the data at every stage of a JSONPath state'],
      ['test-state.test.ts', 'runs a task for real without a mock, with variables'],
    ),
    tested(
      'TestState: mocks of Task, Map and Parallel, STRICT, PRESENT, NONE',
      ['test-state.test.ts', 'takes a Map or a Parallel as one piece'],
      ['test-state.test.ts', 'lets a mock pass unchecked with NONE, and without its required fields with PRESENT'],
    ),
    tested(
      'TestState: stateName, context, stateConfiguration, errorDetails',
      ['test-state.test.ts', 'tests a state by its name in a whole machine, with a context'],
      ['test-state.test.ts', 'says which retrier or catcher takes an error'],
    ),
    tested('Every operation of the AWS SDK for JavaScript', [
      'real-clients.test.ts',
      'finds every operation that it has',
    ]),
    tested('boto3 and the AWS CLI', ['real-clients.test.ts', 'boto3 and the AWS CLI work unchanged']),
    tested(
      'Aliases, versions, activities and redrives outlive a restart',
      ['api-executions.test.ts', 'keeps aliases, versions, tags, activities and what workers hold'],
      ['redrive.test.ts', 'outlives restarts: before the redrive, in its midst, and after it'],
    ),
    tested('ListMapRuns, DescribeMapRun, UpdateMapRun', [
      'api-executions.test.ts',
      'changes how many children run at once, and how many may fail, while they run',
    ]),
    tested('Status changes put on an event bus', [
      'real-clients.test.ts',
      'gets every status by PutEvents, in order, again where it was not taken',
    ]),
    tested('Execution status change events', ['server.test.ts', 'tells of every status in the shape of EventBridge']),
    unsupported('Logs to CloudWatch, traces to X-Ray', 'The settings are taken and have no effect.'),
  ],
};
