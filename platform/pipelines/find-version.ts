import { didYouMean } from '../../statemachines/diagnostics/suggest.ts';
import { Problem } from '../problems/problem.ts';
import type { PipelineRegistry, PipelineVersion } from './pipeline-registry.ts';

/** Names that are compared with a mistyped one. */
const MOST_COMPARED = 100;

/** The version asked for, or the latest; a `not-found` problem says what was meant, perhaps. */
export async function findVersion(
  registry: PipelineRegistry,
  project: string,
  pipeline: string,
  definitionHash: string | undefined,
): Promise<PipelineVersion> {
  const version =
    definitionHash === undefined
      ? await registry.getLatest(project, pipeline)
      : await registry.getVersion(project, pipeline, definitionHash);
  if (version !== undefined) return version;
  if (definitionHash !== undefined && (await registry.getLatest(project, pipeline)) !== undefined) {
    throw new Problem('not-found', `pipeline "${pipeline}" has no version "${definitionHash}"; register it first`);
  }
  const { items } = await registry.listLatest(project, { limit: MOST_COMPARED });
  const names = items.map((item) => item.pipeline);
  throw new Problem('not-found', `there is no pipeline "${pipeline}"${didYouMean(pipeline, names)}`);
}
