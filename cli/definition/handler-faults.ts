import { dirname, resolve } from 'node:path';
import type { PipelineDefinition } from '../../statemachines/definition/pipeline-definition.ts';
import type { Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';
import { bundleDiagnostic } from './bundle-diagnostic.ts';
import { isBuiltIn } from './is-built-in.ts';

/** Handlers whose file or export is not there, or whose code does not parse. Paths start at the definition's folder. */
export async function handlerFaults(
  { steps }: PipelineDefinition,
  definitionPath: string,
): Promise<readonly Diagnostic[]> {
  const handlers = steps.flatMap(({ work }) =>
    work.kind === 'handler' && !isBuiltIn(work.handler.value) ? [work.handler] : [],
  );
  if (handlers.length === 0) return [];
  const { findStepFaults } = await import('../../bundles/bundle-step.ts');
  const diagnostics: Diagnostic[] = [];
  for (const handler of handlers) {
    const [path = '', exportName = 'default'] = handler.value.split('#');
    const faults = await findStepFaults({ file: resolve(dirname(definitionPath), path), exportName });
    diagnostics.push(...faults.map((fault) => bundleDiagnostic(handler, fault)));
  }
  return diagnostics;
}
