/**
 * Every Lambda function of the platform, once. The local cloud and the CDK app both read this list: entries, limits,
 * environment, routes, events and permissions are stated nowhere else.
 */
export interface FunctionSpec {
  /** Deployed as `slipway-<stage>-<name>`. */
  readonly name: FunctionName;
  /** TypeScript entry, relative to the package's root. */
  readonly entry: string;
  /** `function`: the entry exports `handler`. `step`: its default export is a step handler, which the bundle wraps in the step runtime. */
  readonly layout: 'function' | 'step';
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
  | 'record-deployment'
  | 'decide'
  | 'request-approval'
  | 'steps-preprocess'
  | 'steps-train'
  | 'steps-predict';

/** `SLIPWAY_BUCKET` and `SLIPWAY_TABLE` name the stores, `SLIPWAY_STAGE` prefixes names, `SLIPWAY_MACHINE_ROLE_ARN` is passed to CreateStateMachine. */
export type EnvironmentName =
  'SLIPWAY_BUCKET' | 'SLIPWAY_TABLE' | 'SLIPWAY_STAGE' | 'SLIPWAY_MACHINE_ROLE_ARN' | 'SLIPWAY_FUNCTION_ROLE_ARN';

export type FunctionEvent =
  /** Every route of the REST API. */
  | { readonly kind: 'rest-api' }
  | { readonly kind: 'authorizer' }
  /** EventBridge pattern. */
  | {
      readonly kind: 'event';
      readonly source: string;
      readonly detailType: string;
      readonly statuses: readonly string[];
      /** Wildcard of execution ARNs that are not meant. */
      readonly exceptExecutions: string;
    }
  /** A parameter of a deployment (platform/pipelines/deployment-record.ts) was written. Where nothing is deployed it never comes. */
  | { readonly kind: 'deployment' }
  | { readonly kind: 'schedule'; readonly rate: string };

export interface FunctionPermission {
  readonly actions: readonly string[];
  readonly resource:
    | 'bucket'
    | 'table'
    | 'state-machines'
    | 'step-functions-executions'
    | 'step-lambdas'
    | 'deployment-parameters'
    | 'machine-role'
    | 'function-role';
}

const stores: readonly EnvironmentName[] = ['SLIPWAY_BUCKET', 'SLIPWAY_TABLE', 'SLIPWAY_STAGE'];

const finishing: readonly FunctionPermission[] = [
  {
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:Query'],
    resource: 'table',
  },
  // Records of executions that are too large for an item.
  { actions: ['s3:GetObject'], resource: 'bucket' },
  { actions: ['states:DescribeExecution', 'states:GetExecutionHistory'], resource: 'step-functions-executions' },
];

/** A person's answer goes to the machine that waits for it. */
const answering: FunctionPermission = {
  actions: ['states:SendTaskSuccess', 'states:SendTaskFailure'],
  resource: 'state-machines',
};

/** A step reads inputs and plans, writes outputs, logs and manifests, and records its own execution. */
const stepping: readonly FunctionPermission[] = [
  {
    actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListBucket'],
    resource: 'bucket',
  },
  {
    actions: [
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:UpdateItem',
      'dynamodb:Query',
    ],
    resource: 'table',
  },
];

/** tfjs picks one of these by what the processor and the Node flags allow. */
const tensorflowAssets: FunctionSpec['assets'] = [
  'tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm-simd.wasm',
  'tfjs-backend-wasm-threaded-simd.wasm',
].map((name) => ({ name, packagePath: `@tensorflow/tfjs-backend-wasm/dist/${name}` }));

export const manifest: readonly FunctionSpec[] = [
  {
    name: 'api',
    entry: 'functions/api/handler.ts',
    layout: 'function',
    // Compiling a definition is processor work, and Lambda gives processor time by memory.
    memoryMb: 1024,
    // API Gateway answers 504 after 29 s.
    timeoutSeconds: 29,
    storageMb: 512,
    environment: [...stores, 'SLIPWAY_MACHINE_ROLE_ARN', 'SLIPWAY_FUNCTION_ROLE_ARN'],
    assets: [],
    events: [{ kind: 'rest-api' }],
    permissions: [
      { actions: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'], resource: 'bucket' },
      {
        actions: ['states:CreateStateMachine', 'states:DescribeStateMachine', 'states:StartExecution'],
        resource: 'state-machines',
      },
      // Stopping a run finishes it at once.
      ...finishing,
      { actions: ['states:StopExecution', 'states:RedriveExecution'], resource: 'step-functions-executions' },
      answering,
      { actions: ['iam:PassRole'], resource: 'machine-role' },
      // lambda:CreateFunction is left out on purpose: on AWS, code of steps is made by deployment alone.
      { actions: ['lambda:GetFunction'], resource: 'step-lambdas' },
    ],
  },
  {
    name: 'authorizer',
    entry: 'functions/authorizer/handler.ts',
    layout: 'function',
    memoryMb: 256,
    timeoutSeconds: 5,
    storageMb: 512,
    environment: ['SLIPWAY_TABLE', 'SLIPWAY_STAGE'],
    assets: [],
    events: [{ kind: 'authorizer' }],
    permissions: [{ actions: ['dynamodb:GetItem'], resource: 'table' }],
  },
  {
    name: 'finish-run',
    entry: 'functions/finish-run/handler.ts',
    layout: 'function',
    memoryMb: 512,
    // A failed sweep of 10,000 trials gets a fate for each that is open.
    timeoutSeconds: 300,
    storageMb: 512,
    environment: stores,
    assets: [],
    events: [
      {
        kind: 'event',
        source: 'aws.states',
        detailType: 'Step Functions Execution Status Change',
        statuses: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
        // Children of a Map Run (`<machine>/<label>:<id>`) end by the thousand, and finish no run.
        exceptExecutions: '*/*',
      },
    ],
    permissions: finishing,
  },
  {
    name: 'record-failure',
    entry: 'functions/record-failure/handler.ts',
    layout: 'function',
    memoryMb: 256,
    timeoutSeconds: 30,
    storageMb: 512,
    environment: stores,
    assets: [],
    events: [],
    permissions: [
      {
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'],
        resource: 'table',
      },
      { actions: ['s3:GetObject'], resource: 'bucket' },
    ],
  },
  {
    name: 'decide',
    entry: 'functions/decide/handler.ts',
    layout: 'function',
    memoryMb: 256,
    timeoutSeconds: 60,
    storageMb: 512,
    environment: stores,
    assets: [],
    events: [],
    permissions: [
      { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'], resource: 'table' },
      // Plans, and records of executions that are too large for an item; the trials of lists.
      { actions: ['s3:GetObject', 's3:PutObject'], resource: 'bucket' },
    ],
  },
  {
    name: 'request-approval',
    entry: 'functions/request-approval/handler.ts',
    layout: 'function',
    memoryMb: 256,
    timeoutSeconds: 30,
    storageMb: 512,
    environment: stores,
    assets: [],
    events: [],
    permissions: [
      { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], resource: 'table' },
      { actions: ['s3:GetObject'], resource: 'bucket' },
      // An answer that was given before goes to a task that asks again.
      answering,
    ],
  },
  {
    name: 'reconcile-runs',
    entry: 'functions/reconcile-runs/handler.ts',
    layout: 'function',
    memoryMb: 512,
    timeoutSeconds: 300,
    storageMb: 512,
    environment: stores,
    assets: [],
    events: [{ kind: 'schedule', rate: 'rate(5 minutes)' }],
    permissions: finishing,
  },
  {
    name: 'record-deployment',
    entry: 'functions/record-deployment/handler.ts',
    layout: 'function',
    memoryMb: 256,
    timeoutSeconds: 60,
    storageMb: 512,
    environment: stores,
    assets: [],
    events: [{ kind: 'deployment' }],
    permissions: [
      { actions: ['ssm:GetParameter'], resource: 'deployment-parameters' },
      { actions: ['s3:PutObject'], resource: 'bucket' },
      { actions: ['dynamodb:PutItem'], resource: 'table' },
    ],
  },
  {
    name: 'steps-preprocess',
    entry: 'functions/steps/preprocess/step.ts',
    layout: 'step',
    memoryMb: 1769,
    timeoutSeconds: 900,
    storageMb: 2048,
    environment: stores,
    assets: [],
    events: [],
    permissions: stepping,
  },
  {
    name: 'steps-train',
    entry: 'functions/steps/train/step.ts',
    layout: 'step',
    memoryMb: 3008,
    timeoutSeconds: 900,
    storageMb: 2048,
    environment: stores,
    assets: tensorflowAssets,
    events: [],
    permissions: stepping,
  },
  {
    name: 'steps-predict',
    entry: 'functions/steps/predict/step.ts',
    layout: 'step',
    memoryMb: 3008,
    timeoutSeconds: 900,
    storageMb: 2048,
    environment: stores,
    assets: tensorflowAssets,
    events: [],
    permissions: stepping,
  },
];
