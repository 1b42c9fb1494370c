import { manifest } from '../../functions/manifest.ts';
import { invariant } from '../../statemachines/diagnostics/invariant.ts';
import type { ExecutionPlan, NodePlan } from '../../statemachines/plan/execution-plan.ts';
import type { CompiledMachine } from '../../statemachines/asl/compiled-pipeline.ts';
import type { SecondsOf } from '../durations.ts';
import type { RunTally } from '../run/run-tally.ts';
import { functionResources } from './function-resources.ts';
import { requestsOfNode } from './node-requests.ts';
import { priceTable } from './price-table.ts';
import type { Requests } from '../requests.ts';
import { statesByNode } from './states-by-node.ts';

/** Dollars by service, `total` their sum. */
export interface Bill {
  readonly stepFunctions: number;
  readonly lambda: number;
  readonly s3: number;
  readonly dynamodb: number;
  readonly total: number;
}

export interface Dollars extends Bill {
  readonly region: string;
  /** The day of the prices. */
  readonly pricesOf: string;
  readonly nodes: Readonly<Record<string, Bill>>;
  /** What belongs to no node: Parallel, Map and Choice states, rendezvous, the platform's own functions. */
  readonly orchestration: Bill;
}

/** What a call of the platform's functions is taken to last: assumed, not measured. Their price hardly depends on it. */
const PLATFORM_SECONDS = 0.1;

/** The prices of a run: states, calls and their time, requests; what is stored and sent out of the region is not in it. */
export function dollarsOf(
  plan: ExecutionPlan,
  machines: readonly CompiledMachine[],
  tally: RunTally,
  seconds: SecondsOf,
): Dollars {
  const states = statesByNode(machines);
  const read = new Set(plan.nodes.flatMap(producersOf));
  const nodes: Record<string, Bill> = {};
  let transitions = 0;
  for (const node of plan.nodes) {
    const own = (states.get(node.node) ?? []).reduce((sum, name) => sum + (tally.entered.get(name) ?? 0), 0);
    transitions += own;
    nodes[node.node] = bill(own, lambdaOf(node, plan, tally), requestsOfNode(node, read.has(node.node), seconds));
  }
  const orchestration = bill(tally.transitions - transitions, lambdaOfPlatform(tally), tally.requests);
  return {
    ...[...Object.values(nodes), orchestration].reduce(addBills),
    region: priceTable.region,
    pricesOf: priceTable.asOf,
    nodes,
    orchestration,
  };
}

function bill(transitions: number, lambda: number, requests: Requests): Bill {
  const stepFunctions = transitions * priceTable.stepFunctions.transition;
  const s3 = requests.s3Writes * priceTable.s3.write + requests.s3Reads * priceTable.s3.read;
  const dynamodb =
    requests.dynamodbWrites * priceTable.dynamodb.writeUnit + requests.dynamodbReads * priceTable.dynamodb.readUnit;
  return rounded({ stepFunctions, lambda, s3, dynamodb });
}

function addBills(a: Bill, b: Bill): Bill {
  return rounded({
    stepFunctions: a.stepFunctions + b.stepFunctions,
    lambda: a.lambda + b.lambda,
    s3: a.s3 + b.s3,
    dynamodb: a.dynamodb + b.dynamodb,
  });
}

/** To a millionth of a millionth of a dollar: what is beyond is noise of the sums. */
function rounded({ stepFunctions, lambda, s3, dynamodb }: Omit<Bill, 'total'>): Bill {
  const round = (dollars: number) => Math.round(dollars * 1e12) / 1e12;
  return {
    stepFunctions: round(stepFunctions),
    lambda: round(lambda),
    s3: round(s3),
    dynamodb: round(dynamodb),
    total: round(stepFunctions + lambda + s3 + dynamodb),
  };
}

/** Only handlers run on Lambda; what a container costs depends on what it will run on. */
function lambdaOf(node: NodePlan, plan: ExecutionPlan, tally: RunTally): number {
  const { work } = node;
  const made = tally.steps.get(node.node);
  if (work.kind !== 'handler' || made === undefined) return 0;
  return lambda(made.calls, made.milliseconds / 1000, functionResources(work.handler, plan.nodes));
}

function lambdaOfPlatform({ platform }: RunTally): number {
  let sum = 0;
  for (const [placeholder, calls] of platform) {
    const name = placeholder.replace(/^Platform_/u, '').replaceAll('_', '-');
    const spec = manifest.find((each) => each.name === name);
    invariant(spec !== undefined, `the manifest lists the function "${name}"`);
    sum += lambda(calls, calls * PLATFORM_SECONDS, spec);
  }
  return sum;
}

function lambda(
  calls: number,
  seconds: number,
  { memoryMb, storageMb }: { readonly memoryMb: number; readonly storageMb: number },
): number {
  const { request, gigabyteSecond, storageGigabyteSecond, freeStorageMb } = priceTable.lambda;
  const storage = (Math.max(0, storageMb - freeStorageMb) / 1024) * storageGigabyteSecond;
  return calls * request + seconds * ((memoryMb / 1024) * gigabyteSecond + storage);
}

function producersOf({ inputs }: NodePlan): readonly string[] {
  return inputs.flatMap(({ sources }) =>
    sources.flatMap((source) => (source.kind === 'output' ? source.producer.node : [])),
  );
}
