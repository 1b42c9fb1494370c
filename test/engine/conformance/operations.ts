import { tested, type FeatureGroup } from './feature.ts';

type Proof = readonly [file: string, title: string];

const MACHINES = 'api-machines.test.ts';
const EXECUTIONS = 'api-executions.test.ts';

const aliases: Proof = [MACHINES, 'creates, describes, updates, lists and deletes them'];
const versions: Proof = [MACHINES, 'publishes versions, keeps them as they were, and never numbers two alike'];
const tags: Proof = [MACHINES, 'tags what is tagged, and says what cannot be'];
const activities: Proof = [EXECUTIONS, 'creates, describes, lists and deletes them'];
const mapRuns: Proof = [EXECUTIONS, 'changes how many children run at once, and how many may fail, while they run'];
const tokens: Proof = ['tasks.test.ts', 'ends with the output that is sent, while heartbeats come'];

/** Every operation of the service by its name. A test holds the names to those that the server knows. */
export const operationProofs: Readonly<Record<string, Proof>> = {
  CreateActivity: activities,
  CreateStateMachine: [MACHINES, 'creates one, describes it, and creates the same again'],
  CreateStateMachineAlias: aliases,
  DeleteActivity: activities,
  DeleteStateMachine: [MACHINES, 'deletes a machine once its executions have come to their next state'],
  DeleteStateMachineAlias: aliases,
  DeleteStateMachineVersion: versions,
  DescribeActivity: activities,
  DescribeExecution: [EXECUTIONS, 'starts one once by its name, and describes it'],
  DescribeMapRun: mapRuns,
  DescribeStateMachine: [MACHINES, 'creates one, describes it, and creates the same again'],
  DescribeStateMachineAlias: aliases,
  DescribeStateMachineForExecution: [EXECUTIONS, 'tells which definition an execution ran'],
  GetActivityTask: [EXECUTIONS, 'hands tasks to workers, which may be waiting already'],
  GetExecutionHistory: [EXECUTIONS, 'gives the history in either order, in pages, and without data'],
  ListActivities: activities,
  ListExecutions: [EXECUTIONS, 'lists by status and by redrive, and pages the newest first'],
  ListMapRuns: mapRuns,
  ListStateMachineAliases: aliases,
  ListStateMachines: [MACHINES, 'pages through machines by name, and refuses a token of its own making only'],
  ListStateMachineVersions: versions,
  ListTagsForResource: tags,
  PublishStateMachineVersion: versions,
  RedriveExecution: ['redrive.test.ts', 'goes on at the task that failed, in the same execution and history'],
  SendTaskFailure: ['tasks.test.ts', 'fails with the error that is sent'],
  SendTaskHeartbeat: tokens,
  SendTaskSuccess: tokens,
  StartExecution: ['server.test.ts', 'starts the same execution twice only while it runs'],
  StartSyncExecution: [EXECUTIONS, 'runs EXPRESS machines while the caller waits, and keeps no history of them'],
  StopExecution: [EXECUTIONS, 'stops one, and refuses to redrive what succeeded'],
  TagResource: tags,
  TestState: ['test-state.test.ts', 'shows the data at every stage of a JSONPath state'],
  UntagResource: tags,
  UpdateMapRun: mapRuns,
  UpdateStateMachine: [MACHINES, 'gives a revision to every update that changes something'],
  UpdateStateMachineAlias: aliases,
  ValidateStateMachineDefinition: [MACHINES, 'are told apart from a definition that cannot run'],
};

export const operations: FeatureGroup = {
  title: 'Operations',
  features: Object.entries(operationProofs).map(([name, proof]) => tested(name, proof)),
};
