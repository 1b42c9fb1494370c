import type { RunResource } from '../../../api/schemas/run.ts';
import type { Run } from '../../../platform/runs/run.ts';

export function runResource(run: Run): RunResource {
  const { runId, pipeline, definitionHash, status, generation, parameters, inputs } = run;
  const { targets, rerunOf, reuse, createdAt, finishedAt, reason } = run;
  return {
    runId,
    pipeline,
    version: definitionHash,
    status,
    generation,
    parameters,
    inputs,
    ...(targets === undefined ? {} : { targets }),
    ...(rerunOf === undefined ? {} : { rerunOf }),
    ...(reuse === true ? { reuse } : {}),
    createdAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(reason === undefined ? {} : { reason }),
  };
}
