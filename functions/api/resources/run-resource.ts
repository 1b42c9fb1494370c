import type { RunResource } from '../../../api/schemas/run.ts';
import { shownUri } from '../../../platform/artifacts/shown-uri.ts';
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
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, uris]) => [name, uris.map(shownUri)])),
    ...(targets === undefined ? {} : { targets }),
    ...(rerunOf === undefined ? {} : { rerunOf }),
    ...(reuse === true ? { reuse } : {}),
    createdAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(reason === undefined ? {} : { reason }),
  };
}
