import { checkDefinition } from '../../statemachines/check-definition.ts';
import type { PipelineDefinition } from '../../statemachines/definition/pipeline-definition.ts';
import { buildGraph } from '../../statemachines/graph/build-graph.ts';
import type { PipelineGraph } from '../../statemachines/graph/pipeline-graph.ts';
import type { CommandContext } from '../command-context.ts';
import { paintDiagnostics } from '../output/paint-diagnostics.ts';
import { faultError, hasErrors } from './fault-error.ts';
import { readDefinition } from './read-definition.ts';

export interface LoadedPipeline {
  readonly file: string;
  readonly text: string;
  readonly definition: PipelineDefinition;
  readonly graph: PipelineGraph;
}

/** One sound pipeline of a file. Its warnings are told; with an error the command ends, all faults said at once. */
export async function loadPipeline(
  context: CommandContext,
  file: string,
  pipeline: string | undefined,
): Promise<LoadedPipeline> {
  const text = await readDefinition(file, context.terminal.folder);
  const { value: definition, diagnostics } = checkDefinition(text, file);
  if (definition === undefined) throw faultError(context, file, text, diagnostics);
  const { value: graph, diagnostics: ofChoice } = buildGraph(definition, pipeline);
  if (graph === undefined)
    throw faultError(
      context,
      file,
      text,
      ofChoice.filter((diagnostic) => hasErrors([diagnostic])),
    );
  if (diagnostics.length > 0) context.tell(paintDiagnostics(diagnostics, text, context.messageColors));
  return { file, text, definition, graph };
}
