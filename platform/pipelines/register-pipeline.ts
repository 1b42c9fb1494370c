import { compilePipeline } from '../../statemachines/compile.ts';
import type { Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';
import { acceptOrRefuse } from '../problems/refuse.ts';
import { type DeployContext, deployStructure } from './deploy-structure.ts';
import { definitionKey } from './pipeline-keys.ts';
import type { PipelineVersion } from './pipeline-registry.ts';

export interface RegisterRequest {
  readonly project: string;
  /** Shown in diagnostics. */
  readonly file: string;
  readonly definition: string;
  /** May be absent when the file holds one pipeline. */
  readonly pipeline?: string;
  /** Digest of the bundle of each handler that is not built in. */
  readonly code: Readonly<Record<string, string>>;
}

export interface RegisteredPipeline {
  readonly version: PipelineVersion;
  /** Warnings: they keep nothing from being registered. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes a version of a pipeline from a definition file, and its state machine. The same again changes nothing but the latest. */
export async function registerPipeline(context: DeployContext, request: RegisterRequest): Promise<RegisteredPipeline> {
  const { project, file, definition, code } = request;
  const result = compilePipeline(definition, file, {
    ...(request.pipeline === undefined ? {} : { pipeline: request.pipeline }),
    codeDigests: code,
  });
  const compiled = acceptOrRefuse(result, `"${file}"`);
  const { pipeline, definitionHash, plan } = compiled;
  const key = definitionKey(project, pipeline, definitionHash);
  const [structure] = await Promise.all([
    deployStructure(context, project, compiled, { code }),
    context.objects.putText(key, definition, 'application/yaml'),
  ]);
  acceptOrRefuse(structure, `"${file}"`);
  const version = await context.registry.putVersion({
    project,
    pipeline,
    definitionHash,
    file,
    definitionKey: key,
    code,
    nodes: plan.nodes.map(({ node, kind, step }) => ({ node, kind, step })),
    origin: 'registered',
    createdAt: context.now().toISOString(),
  });
  return { version, diagnostics: result.diagnostics };
}
