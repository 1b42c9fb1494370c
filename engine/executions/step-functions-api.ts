import type * as Sfn from '@aws-sdk/client-sfn';

type Output<T> = Promise<Omit<T, '$metadata'>>;

/** The operations of Step Functions, in the shapes of AWS's own client. Each rejects with `StepFunctionsError`. */
export interface StepFunctionsApi {
  createStateMachine(input: Sfn.CreateStateMachineCommandInput): Output<Sfn.CreateStateMachineCommandOutput>;
  updateStateMachine(input: Sfn.UpdateStateMachineCommandInput): Output<Sfn.UpdateStateMachineCommandOutput>;
  describeStateMachine(input: Sfn.DescribeStateMachineCommandInput): Output<Sfn.DescribeStateMachineCommandOutput>;
  describeStateMachineForExecution(
    input: Sfn.DescribeStateMachineForExecutionCommandInput,
  ): Output<Sfn.DescribeStateMachineForExecutionCommandOutput>;
  listStateMachines(input?: Sfn.ListStateMachinesCommandInput): Output<Sfn.ListStateMachinesCommandOutput>;
  deleteStateMachine(input: Sfn.DeleteStateMachineCommandInput): Output<Sfn.DeleteStateMachineCommandOutput>;
  publishStateMachineVersion(
    input: Sfn.PublishStateMachineVersionCommandInput,
  ): Output<Sfn.PublishStateMachineVersionCommandOutput>;
  listStateMachineVersions(
    input: Sfn.ListStateMachineVersionsCommandInput,
  ): Output<Sfn.ListStateMachineVersionsCommandOutput>;
  deleteStateMachineVersion(
    input: Sfn.DeleteStateMachineVersionCommandInput,
  ): Output<Sfn.DeleteStateMachineVersionCommandOutput>;
  validateStateMachineDefinition(
    input: Sfn.ValidateStateMachineDefinitionCommandInput,
  ): Output<Sfn.ValidateStateMachineDefinitionCommandOutput>;
  createStateMachineAlias(
    input: Sfn.CreateStateMachineAliasCommandInput,
  ): Output<Sfn.CreateStateMachineAliasCommandOutput>;
  updateStateMachineAlias(
    input: Sfn.UpdateStateMachineAliasCommandInput,
  ): Output<Sfn.UpdateStateMachineAliasCommandOutput>;
  describeStateMachineAlias(
    input: Sfn.DescribeStateMachineAliasCommandInput,
  ): Output<Sfn.DescribeStateMachineAliasCommandOutput>;
  deleteStateMachineAlias(
    input: Sfn.DeleteStateMachineAliasCommandInput,
  ): Output<Sfn.DeleteStateMachineAliasCommandOutput>;
  listStateMachineAliases(
    input: Sfn.ListStateMachineAliasesCommandInput,
  ): Output<Sfn.ListStateMachineAliasesCommandOutput>;
  createActivity(input: Sfn.CreateActivityCommandInput): Output<Sfn.CreateActivityCommandOutput>;
  describeActivity(input: Sfn.DescribeActivityCommandInput): Output<Sfn.DescribeActivityCommandOutput>;
  listActivities(input?: Sfn.ListActivitiesCommandInput): Output<Sfn.ListActivitiesCommandOutput>;
  deleteActivity(input: Sfn.DeleteActivityCommandInput): Output<Sfn.DeleteActivityCommandOutput>;
  /** Waits up to 60 s for a task; without one, `taskToken` is null. A worker that goes away aborts `signal`. */
  getActivityTask(
    input: Sfn.GetActivityTaskCommandInput,
    signal?: AbortSignal,
  ): Promise<{ readonly taskToken: string | null; readonly input?: string }>;
  testState(input: Sfn.TestStateCommandInput): Output<Sfn.TestStateCommandOutput>;
  tagResource(input: Sfn.TagResourceCommandInput): Output<Sfn.TagResourceCommandOutput>;
  untagResource(input: Sfn.UntagResourceCommandInput): Output<Sfn.UntagResourceCommandOutput>;
  listTagsForResource(input: Sfn.ListTagsForResourceCommandInput): Output<Sfn.ListTagsForResourceCommandOutput>;
  startExecution(input: Sfn.StartExecutionCommandInput): Output<Sfn.StartExecutionCommandOutput>;
  startSyncExecution(input: Sfn.StartSyncExecutionCommandInput): Output<Sfn.StartSyncExecutionCommandOutput>;
  stopExecution(input: Sfn.StopExecutionCommandInput): Output<Sfn.StopExecutionCommandOutput>;
  redriveExecution(input: Sfn.RedriveExecutionCommandInput): Output<Sfn.RedriveExecutionCommandOutput>;
  describeExecution(input: Sfn.DescribeExecutionCommandInput): Output<Sfn.DescribeExecutionCommandOutput>;
  listExecutions(input: Sfn.ListExecutionsCommandInput): Output<Sfn.ListExecutionsCommandOutput>;
  getExecutionHistory(input: Sfn.GetExecutionHistoryCommandInput): Output<Sfn.GetExecutionHistoryCommandOutput>;
  sendTaskSuccess(input: Sfn.SendTaskSuccessCommandInput): Output<Sfn.SendTaskSuccessCommandOutput>;
  sendTaskFailure(input: Sfn.SendTaskFailureCommandInput): Output<Sfn.SendTaskFailureCommandOutput>;
  sendTaskHeartbeat(input: Sfn.SendTaskHeartbeatCommandInput): Output<Sfn.SendTaskHeartbeatCommandOutput>;
  describeMapRun(input: Sfn.DescribeMapRunCommandInput): Output<Sfn.DescribeMapRunCommandOutput>;
  updateMapRun(input: Sfn.UpdateMapRunCommandInput): Output<Sfn.UpdateMapRunCommandOutput>;
  listMapRuns(input: Sfn.ListMapRunsCommandInput): Output<Sfn.ListMapRunsCommandOutput>;
}
