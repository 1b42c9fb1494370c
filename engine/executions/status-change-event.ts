/**
 * What EventBridge delivers for "Step Functions Execution Status Change":
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html. Times in `detail` are epoch milliseconds.
 */
export interface ExecutionStatusChangeEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': 'Step Functions Execution Status Change';
  readonly source: 'aws.states';
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: {
    readonly executionArn: string;
    readonly stateMachineArn: string;
    readonly name: string;
    readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
    readonly startDate: number;
    readonly stopDate: number | null;
    readonly input: string | null;
    readonly output: string | null;
    readonly stateMachineVersionArn: string | null;
    readonly stateMachineAliasArn: string | null;
    readonly redriveCount: number;
    readonly redriveDate: number | null;
    readonly redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE' | 'REDRIVABLE_BY_MAP_RUN';
    readonly redriveStatusReason: string | null;
    readonly inputDetails: { readonly included: boolean } | null;
    readonly outputDetails: { readonly included: boolean } | null;
    readonly error: string | null;
    readonly cause: string | null;
  };
}
