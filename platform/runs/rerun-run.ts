import type { ParameterValue } from '../../statemachines/definition/pipeline-definition.ts';
import { didYouMean } from '../../statemachines/diagnostics/suggest.ts';
import { findVersion } from '../pipelines/find-version.ts';
import { Problem } from '../problems/problem.ts';
import { acceptOrRefuse } from '../problems/refuse.ts';
import { checkRerun } from './check-rerun.ts';
import { findRun } from './get-run.ts';
import type { RunKey } from './run-store.ts';
import type { Run } from './run.ts';
import { type StartContext, startRun } from './start-run.ts';

export interface RerunRequest extends RunKey {
  /** It and what comes behind it is run; of everything else the results are those of the former run. */
  readonly from: string;
  /** Beside those of the former run, or instead of them. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly idempotencyKey?: string;
}

/** Starts a new run of the same version that takes from a former run whatever does not come behind one node. */
export async function rerunRun(context: StartContext, request: RerunRequest): Promise<Run> {
  const { project, from, parameters, idempotencyKey } = request;
  const former = await findRun(context.runs, request);
  const { runId, pipeline, definitionHash, inputs, targets } = former;
  const names = former.nodes.map(({ node }) => node);
  if (!names.includes(from)) {
    throw new Problem(
      'not-found',
      `run "${runId}" has no node "${from}"; it has ${names.map((name) => `"${name}"`).join(', ')}${didYouMean(from, names)}`,
    );
  }
  const version = await findVersion(context.registry, project, pipeline, definitionHash);
  acceptOrRefuse(await checkRerun(context, version, former, { from, parameters }), `the rerun of run "${runId}"`);
  return startRun(context, {
    project,
    pipeline,
    version: definitionHash,
    parameters: { ...former.parameters, ...parameters },
    inputs,
    rerunOf: { runId, from },
    ...(targets === undefined ? {} : { targets }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
}
