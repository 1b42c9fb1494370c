/**
 * Every Lambda function of the platform, once. The local cloud and the CDK app both read this list: entries, limits,
 * environment, routes, events and permissions are stated nowhere else.
 */
export interface FunctionSpec {
  /** Deployed as `slipway-<stage>-<name>`. */
  readonly name: FunctionName;
  /** TypeScript entry, relative to the package's root; exports `handler`. */
  readonly entry: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** MiB of /tmp. */
  readonly storageMb: number;
  /** What the function needs to know; values come from the stack or from the local cloud. */
  readonly environment: readonly EnvironmentName[];
  /** Files that must lie beside the bundle, each as a package's path. */
  readonly assets: readonly { readonly name: string; readonly packagePath: string }[];
  readonly events: readonly FunctionEvent[];
  readonly permissions: readonly FunctionPermission[];
}

export type FunctionName =
  | 'api'
  | 'authorizer'
  | 'finish-run'
  | 'record-failure'
  | 'reconcile-runs'
  | 'steps-preprocess'
  | 'steps-train'
  | 'steps-predict';

/** `SLIPWAY_BUCKET` and `SLIPWAY_TABLE` name the stores, `SLIPWAY_STAGE` prefixes names, `SLIPWAY_MACHINE_ROLE_ARN` is passed to CreateStateMachine. */
export type EnvironmentName = 'SLIPWAY_BUCKET' | 'SLIPWAY_TABLE' | 'SLIPWAY_STAGE' | 'SLIPWAY_MACHINE_ROLE_ARN' | 'SLIPWAY_FUNCTION_ROLE_ARN';

export type FunctionEvent =
  /** Every route of the REST API. */
  | { readonly kind: 'rest-api' }
  | { readonly kind: 'authorizer'; readonly identitySource: 'Authorization' | 'apikey' }
  /** EventBridge pattern. */
  | { readonly kind: 'event'; readonly source: string; readonly detailType: string; readonly statuses: readonly string[] }
  | { readonly kind: 'schedule'; readonly rate: string };

export interface FunctionPermission {
  readonly actions: readonly string[];
  readonly resource: 'bucket' | 'table' | 'state-machines' | 'step-functions-executions' | 'step-lambdas' | 'machine-role';
}
