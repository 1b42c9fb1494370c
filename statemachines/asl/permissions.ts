import type { CompiledMachine } from './compiled-pipeline.ts';
import { TABLE_PLACEHOLDER } from './placeholders.ts';

type Permission = CompiledMachine['permissions'][number];

/** Stands for the machine's own ARN and for those of its executions, like a function's placeholder. */
const MACHINE_PLACEHOLDER = '${Machine}';
const MACHINE_EXECUTIONS_PLACEHOLDER = '${MachineExecutions}';
/** Stands for the ARN of the objects that Distributed Maps read their items from. */
const ITEMS_PLACEHOLDER = '${Items}';

/** Rendezvous: whoever waits leaves a token in the table, whoever has ended writes that and wakes those who wait. */
const rendezvousPermissions: ReadonlyMap<string, Permission> = new Map([
  ['dynamodb:getItem', { actions: ['dynamodb:GetItem'], resources: [TABLE_PLACEHOLDER] }],
  ['dynamodb:updateItem', { actions: ['dynamodb:UpdateItem'], resources: [TABLE_PLACEHOLDER] }],
  ['sfn:sendTaskSuccess', { actions: ['states:SendTaskSuccess'], resources: [MACHINE_PLACEHOLDER] }],
]);

/**
 * What a machine's role must be allowed, read from its ASL alone: a state whose integration is not known here throws.
 *
 * @param others placeholders of the pipeline's other machines, where the one that waits may be
 */
export function permissionsOf(definition: unknown, others: readonly string[] = []): readonly Permission[] {
  const functions = new Set<string>();
  const integrations = new Set<string>();
  const children = new Set<string>();
  let distributed = false;
  for (const state of statesOf(definition)) {
    const resource = state['Resource'];
    const call = typeof resource === 'string' ? sdkCall(resource) : undefined;
    if (resource === 'arn:aws:states:::states:startExecution.sync:2') children.add(startedBy(state));
    else if (call !== undefined) integrations.add(call);
    else if (typeof resource === 'string') functions.add(functionOf(resource, state));
    const reader = state['ItemReader'];
    if (isObject(reader) && reader['Resource'] !== 'arn:aws:states:::s3:getObject') {
      throw new Error(`no permissions are known for the item reader ${String(reader['Resource'])}`);
    }
    distributed ||= reader !== undefined;
  }
  return [
    ...(functions.size === 0 ? [] : [{ actions: ['lambda:InvokeFunction'], resources: [...functions].sort() }]),
    ...(children.size === 0 ? [] : childPermissions([...children].sort())),
    ...(distributed ? mapRunPermissions : []),
    ...[...rendezvousPermissions].flatMap(([call, permission]) => {
      if (!integrations.has(call)) return [];
      return call.startsWith('sfn:')
        ? [{ ...permission, resources: [...permission.resources, ...others] }]
        : [permission];
    }),
  ];
}

/** A Map Run starts executions of its own machine, follows and stops them, and is redriven with the run. */
const mapRunPermissions: readonly Permission[] = [
  { actions: ['states:StartExecution'], resources: [MACHINE_PLACEHOLDER] },
  {
    actions: ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
    resources: [MACHINE_EXECUTIONS_PLACEHOLDER],
  },
  { actions: ['s3:GetObject'], resources: [ITEMS_PLACEHOLDER] },
];

/**
 * Who waits for an execution that it started follows and stops it, and hears of its end by a rule that the service makes:
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
function childPermissions(machines: readonly string[]): readonly Permission[] {
  return [
    { actions: ['states:StartExecution'], resources: machines },
    {
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: machines.map((machine) => machine.replace('${', '${Executions_')),
    },
    {
      actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      resources: ['arn:aws:events:*:*:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule'],
    },
  ];
}

function startedBy(state: JsonObject): string {
  const call = state['Arguments'];
  const machine = isObject(call) ? call['StateMachineArn'] : undefined;
  if (typeof machine !== 'string') throw new Error('no permissions are known for a machine that an expression names');
  return machine;
}

/** `dynamodb:updateItem`, however the state waits for it. */
function sdkCall(resource: string): string | undefined {
  const call = /^arn:aws:states:::aws-sdk:(\w+:\w+)(?:\.waitForTaskToken)?$/u.exec(resource)?.[1];
  return call !== undefined && rendezvousPermissions.has(call) ? call : undefined;
}

/** A function that keeps a task's token needs no more of the machine's role than one that answers. */
const invocations: ReadonlySet<string> = new Set([
  'arn:aws:states:::lambda:invoke',
  'arn:aws:states:::lambda:invoke.waitForTaskToken',
]);

function functionOf(resource: string, state: JsonObject): string {
  const call = state['Arguments'];
  const name = isObject(call) ? call['FunctionName'] : undefined;
  if (!invocations.has(resource) || typeof name !== 'string') {
    throw new Error(`no permissions are known for the integration ${resource}`);
  }
  return name;
}

interface JsonObject {
  readonly [key: string]: unknown;
}

function statesOf(group: unknown): readonly JsonObject[] {
  if (!isObject(group) || !isObject(group['States'])) return [];
  return Object.values(group['States']).flatMap((state) => {
    if (!isObject(state)) return [];
    const branches = Array.isArray(state['Branches']) ? state['Branches'] : [];
    return [state, ...branches.flatMap(statesOf), ...statesOf(state['ItemProcessor'])];
  });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
