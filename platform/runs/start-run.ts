import type { ParameterValue } from '../../statemachines/definition/pipeline-definition.ts';
import { type DeployContext, deployStructure } from '../pipelines/deploy-structure.ts';
import { findVersion } from '../pipelines/find-version.ts';
import { Problem } from '../problems/problem.ts';
import { acceptOrRefuse } from '../problems/refuse.ts';
import { compileRun } from './compile-run.ts';
import { type LaunchContext, launchRun } from './launch-run.ts';
import { newRun } from './new-run.ts';
import { requestHash } from './request-hash.ts';
import type { IdempotencyClaim, IdempotencyStore } from './run-store.ts';
import type { RerunOrigin, Run } from './run.ts';

/** How long an idempotency key stands for its run. */
const KEY_LIVES_HOURS = 24;

export interface StartContext extends DeployContext, LaunchContext {
  readonly machines: DeployContext['machines'];
  readonly objects: DeployContext['objects'];
  readonly idempotency: IdempotencyStore;
  readonly newRunId: (now: Date) => string;
}

export interface StartRequest {
  readonly project: string;
  readonly pipeline: string;
  /** The latest, unless told. */
  readonly version?: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** URIs by `<input>` or `<node>.<input>`. */
  readonly inputs: Readonly<Record<string, readonly string[]>>;
  /** Nodes that it is for: what leads to none of them is left out. All, unless told. */
  readonly targets?: readonly string[];
  /** Take from another run what does not come behind a node. */
  readonly rerunOf?: RerunOrigin;
  /** Take the results of executions that succeeded with the same cache key before; the pipeline's `reuse-executions`, unless told. */
  readonly reuse?: boolean;
  /** The same key with the same request gives the same run, for 24 hours. */
  readonly idempotencyKey?: string;
}

/**
 * Starts a run. Everything is checked before anything is written, every fault at once. From the run item on each write may be
 * repeated, so that a start that broke off goes on when the same key comes again.
 */
export async function startRun(context: StartContext, request: StartRequest): Promise<Run> {
  const { project, idempotencyKey, ...values } = request;
  const hash = requestHash(values);
  const now = context.now();
  const earlier =
    idempotencyKey === undefined
      ? undefined
      : await context.idempotency.get(project, idempotencyKey, now.toISOString());
  if (earlier !== undefined) return continueStart(context, request, earlier, hash);

  const started = await prepare(context, request, request.version);
  const runId = context.newRunId(now);
  if (idempotencyKey === undefined) return begin(context, request, started, runId);
  const claim = await context.idempotency.claim({
    project,
    key: idempotencyKey,
    requestHash: hash,
    runId,
    definitionHash: started.compiled.definitionHash,
    claimedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + KEY_LIVES_HOURS * 3_600_000).toISOString(),
  });
  return claim.runId === runId ? begin(context, request, started, runId) : continueStart(context, request, claim, hash);
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

async function prepare(context: StartContext, request: StartRequest, wanted: string | undefined) {
  const version = await findVersion(context.registry, request.project, request.pipeline, wanted);
  const compiled = acceptOrRefuse(await compileRun(context, version, request), `the run of "${request.pipeline}"`);
  const deployed = await deployStructure(context, request.project, compiled, version);
  return { compiled, structure: acceptOrRefuse(deployed, `the run of "${request.pipeline}"`) };
}

/** The key was used before: its run as it stands, or, where its start broke off, the rest of the start. */
async function continueStart(
  context: StartContext,
  request: StartRequest,
  claim: IdempotencyClaim,
  hash: string,
): Promise<Run> {
  if (claim.requestHash !== hash) {
    throw new Problem(
      'conflict',
      `the idempotency key "${claim.key}" stands for run "${claim.runId}", which was started with other values; use another key for another run`,
    );
  }
  const run = await context.runs.get(claim);
  if (run !== undefined && run.status !== 'pending') return run;
  return begin(context, request, await prepare(context, request, claim.definitionHash), claim.runId);
}

async function begin(
  context: StartContext,
  { parameters, inputs, targets, rerunOf, reuse }: StartRequest,
  { compiled, structure }: Prepared,
  runId: string,
): Promise<Run> {
  const created = newRun(structure, compiled.plan, {
    runId,
    parameters,
    inputs,
    ...(targets === undefined ? {} : { targets }),
    ...(rerunOf === undefined ? {} : { rerunOf }),
    ...(reuse === undefined ? {} : { reuse }),
    createdAt: context.now().toISOString(),
  });
  const run = (await context.runs.create(created)) ? created : ((await context.runs.get(created)) ?? created);
  if (run.status !== 'pending') return run;
  return launchRun(context, run, { stateMachineArn: structure.stateMachineArn, plan: compiled.plan });
}
