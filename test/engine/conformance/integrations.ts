import { tested, unsupported, type FeatureGroup } from './feature.ts';

/** Services that a Task reaches: each row names the tests that prove it by the service's wire protocol. */
export const integrations: FeatureGroup = {
  title: 'Integrations',
  features: [
    tested('lambda:invoke and bare function ARNs', ['integrations.test.ts', 'is invoked by its wire protocol, signed']),
    tested('aws-sdk:<service>:<action>', ['integrations.test.ts', 'is called by the generic integration too']),
    tested('DynamoDB', ['integrations.test.ts', 'writes and reads items']),
    tested('.waitForTaskToken of any integration', [
      'integrations.test.ts',
      'lets one branch wake another through an item and a task token',
    ]),
    tested('Step Functions: startExecution, .sync and .sync:2', [
      'integrations.test.ts',
      'starts another machine and waits for its output',
    ]),
    tested('SQS: sendMessage', [
      'services/messages.test.ts',
      'gets JSON as its text, and answers with the HTTP answer beside its own fields',
    ]),
    tested('SNS: publish', ['services/messages.test.ts', 'publishes']),
    tested(
      'EventBridge: putEvents',
      ['services/messages.test.ts', 'gets events that say which execution sent them'],
      ['services/messages.test.ts', 'fails when one event is not taken'],
    ),
    tested(
      'ECS: runTask, .sync',
      ['services/jobs.test.ts', 'runs a task to its end, and shows what it asked for'],
      ['services/jobs.test.ts', 'stops the task when %s'],
    ),
    tested('Batch: submitJob, .sync', ['services/jobs.test.ts', 'waits for the job']),
    tested('Jobs over a restart', [
      'services/jobs.test.ts',
      'is neither stopped nor started again when the engine closes and opens',
    ]),
    tested(
      'HTTP endpoints with EventBridge connections: Basic, API key, OAuth',
      ['services/http-task.test.ts', 'sends JSON with the connection, and gives what came back'],
      ['services/http-task.test.ts', 'lets the values of the connection win'],
      ['services/http-task.test.ts', 'fetches a token for OAuth, and another when it is refused'],
      ['services/http-task.test.ts', 'fails with the status and its text'],
    ),
    tested(
      "Names of fields and errors as in AWS's SDK for Java",
      ['services/messages.test.ts', 'is called by the generic integration with the names of the SDK for Java'],
      ['services/messages.test.ts', 'refuses a queue that does not exist, for %s, with the prefix %s'],
    ),
    tested('Fields that a service does not have are refused', [
      'services/messages.test.ts',
      'refuses the field %s before anything is sent',
    ]),
    tested('Credentials (recorded; the role is not assumed)', [
      'services/messages.test.ts',
      'stand in the event that the task is scheduled',
    ]),
    tested('Resources and patterns that AWS does not offer are refused', ['task-resources.test.ts', 'may not be %s']),
    unsupported(
      'API Gateway, Bedrock, DataBrew, EKS, EMR and MediaConvert jobs as optimised integrations',
      'their machines are created, their tasks fail with States.Runtime',
    ),
  ],
};
