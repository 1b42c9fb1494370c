import type { ArtifactReference } from '../../../platform/runs/run.ts';
import { type CachedFile, cacheKey } from '../../../statemachines/plan/cache-key.ts';
import type { NodePlan } from '../../../statemachines/plan/execution-plan.ts';
import type { LocatedFile, LocatedInput } from './locate-inputs.ts';
import type { Parameters } from './resolve-parameters.ts';

/** What is known of an input's files, in their order; a file that Slipway does not own is known once it was brought. */
export type References = Readonly<Record<string, readonly ArtifactReference[]>>;

/** The references of all files, where every one is recorded: then none need be brought to know the key. */
export function recordedReferences(located: readonly LocatedInput[]): References | undefined {
  if (located.some(({ files }) => files.some(({ record }) => record === undefined))) return undefined;
  return Object.fromEntries(located.map(({ name, files }) => [name, files.flatMap(({ record }) => record ?? [])]));
}

export function attemptCacheKey(
  plan: NodePlan,
  code: string,
  parameters: Parameters,
  located: readonly LocatedInput[],
  references: References,
): string | undefined {
  const inputs = located.map(({ name, files }) => {
    const known = references[name] ?? [];
    return [name, files.flatMap((file, index) => cachedFile(file, known[index]))] as const;
  });
  return cacheKey(plan, { code, parameters, inputs: Object.fromEntries(inputs) });
}

function cachedFile(file: LocatedFile, reference: ArtifactReference | undefined): readonly CachedFile[] {
  if (reference === undefined) return [];
  const { producer } = file;
  const made = producer && { node: producer.node, trial: producer.trial, parameters: producer.parameters };
  return [
    {
      name: file.name,
      path: file.place,
      sha256: reference.sha256,
      metadata: reference.metadata ?? {},
      ...(made === undefined ? {} : { producer: made }),
    },
  ];
}
