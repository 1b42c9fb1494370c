import type {
  CreateStateMachineCommandInput,
  CreateStateMachineCommandOutput,
  DescribeExecutionCommandInput,
  DescribeExecutionCommandOutput,
  GetExecutionHistoryCommandInput,
  GetExecutionHistoryCommandOutput,
  SendTaskFailureCommandInput,
  SendTaskFailureCommandOutput,
  SendTaskSuccessCommandInput,
  SendTaskSuccessCommandOutput,
  RedriveExecutionCommandInput,
  RedriveExecutionCommandOutput,
  StartExecutionCommandInput,
  StartExecutionCommandOutput,
  StopExecutionCommandInput,
  StopExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import type { ServicePlace } from './wire/aws-service.ts';
import { createJsonService } from './wire/json-protocol.ts';

/** Times are left out: on the wire they are numbers. */
interface Operations {
  readonly CreateStateMachine: readonly [CreateStateMachineCommandInput, CreateStateMachineCommandOutput];
  readonly DescribeExecution: readonly [DescribeExecutionCommandInput, DescribeExecutionCommandOutput];
  readonly GetExecutionHistory: readonly [GetExecutionHistoryCommandInput, GetExecutionHistoryCommandOutput];
  readonly SendTaskFailure: readonly [SendTaskFailureCommandInput, SendTaskFailureCommandOutput];
  readonly SendTaskSuccess: readonly [SendTaskSuccessCommandInput, SendTaskSuccessCommandOutput];
  readonly RedriveExecution: readonly [RedriveExecutionCommandInput, RedriveExecutionCommandOutput];
  readonly StartExecution: readonly [StartExecutionCommandInput, StartExecutionCommandOutput];
  readonly StopExecution: readonly [StopExecutionCommandInput, StopExecutionCommandOutput];
}

/** Step Functions' operations, as far as the platform uses them; each may be repeated. Rejects with `ServiceError`. */
export type StatesClient = <Name extends keyof Operations>(
  operation: Name,
  input: Operations[Name][0],
) => Promise<WithoutTimes<Operations[Name][1]>>;

type WithoutTimes<Output> = Omit<Output, '$metadata' | `${string}Date`>;

export function createStatesClient(place: ServicePlace = {}): StatesClient {
  const call = createJsonService('states', 'AWSStepFunctions', place);
  return async <Name extends keyof Operations>(operation: Name, input: Operations[Name][0]) =>
    (await call(operation, input)) as WithoutTimes<Operations[Name][1]>;
}
