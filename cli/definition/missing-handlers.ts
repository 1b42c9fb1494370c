import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { PipelineDefinition } from '../../statemachines/definition/pipeline-definition.ts';
import type { Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';
import { isBuiltIn } from './is-built-in.ts';

/**
 * Handlers whose file is not there, at their places. Only the file is looked at, since this must stay instant: whether it
 * bundles and has the export is found by `run`. Paths start at the definition's folder.
 */
export async function missingHandlers(
  { steps }: PipelineDefinition,
  definitionPath: string,
): Promise<readonly Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  for (const { work } of steps) {
    if (work.kind !== 'handler' || isBuiltIn(work.handler.value)) continue;
    const { value: handler, span } = work.handler;
    const [path = ''] = handler.split('#');
    const found = await stat(resolve(dirname(definitionPath), path)).catch(() => undefined);
    if (found?.isFile() === true) continue;
    diagnostics.push({
      code: 'SL6003',
      severity: 'error',
      message: `the handler "${handler}" cannot be bundled: its file ${found === undefined ? 'is not there' : 'is a folder'}`,
      span,
      hint: `check the path before "#"; it starts at the folder of the pipeline file`,
    });
  }
  return diagnostics;
}
