import type { GraphFormat } from '../../statemachines/render/render-graph.ts';
import { renderGraph } from '../../statemachines/render/render-graph.ts';
import { planPipeline } from '../../statemachines/plan/plan-pipeline.ts';
import type { CommandContext } from '../command-context.ts';
import { faultError, hasErrors } from './fault-error.ts';
import { loadPipeline } from './load-pipeline.ts';

export interface DrawGraphOptions {
  readonly pipeline?: string;
  readonly format: GraphFormat;
  readonly json?: true;
}

/** The pipeline as it would run with its defaults, in the structure that the plan found. */
export async function drawGraph(context: CommandContext, file: string, options: DrawGraphOptions): Promise<void> {
  const { text, graph } = await loadPipeline(context, file, options.pipeline);
  const { value: plan, diagnostics } = planPipeline(graph, { definitionHash: '', parameters: {}, inputs: {} });
  if (plan === undefined) {
    throw faultError(
      context,
      file,
      text,
      diagnostics.filter((diagnostic) => hasErrors([diagnostic])),
    );
  }
  const drawn = renderGraph(graph, plan, options.format);
  context.print(options.json === true ? JSON.stringify({ format: options.format, graph: drawn }) : drawn.trimEnd());
}
