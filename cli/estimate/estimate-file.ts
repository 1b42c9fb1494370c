import { compilePipeline } from '../../statemachines/compile.ts';
import { estimatePipeline } from '../../estimate/estimate-pipeline.ts';
import type { CommandContext } from '../command-context.ts';
import { faultError, hasErrors } from '../definition/fault-error.ts';
import { loadPipeline } from '../definition/load-pipeline.ts';
import { formatEstimate } from './format-estimate.ts';
import { readDurations } from './read-durations.ts';

export interface EstimateFileOptions {
  readonly pipeline?: string;
  readonly durations?: string;
  readonly json?: true;
}

/** A pipeline with its defaults, run on the virtual clock. */
export async function estimateFile(context: CommandContext, file: string, options: EstimateFileOptions): Promise<void> {
  const { text, graph } = await loadPipeline(context, file, options.pipeline);
  const { value: compiled, diagnostics } = compilePipeline(text, file, { pipeline: graph.pipeline });
  if (compiled === undefined) {
    throw faultError(
      context,
      file,
      text,
      diagnostics.filter((diagnostic) => hasErrors([diagnostic])),
    );
  }
  const durations =
    options.durations === undefined ? {} : await readDurations(context, options.durations, compiled.plan);
  const { estimate, run } = await estimatePipeline(compiled, durations);
  for (const warning of estimate.warnings) context.tell(`${context.messageColors.yellow('warning:')} ${warning}`);
  if (options.json === true) context.print(JSON.stringify({ ...estimate, executions: run.executions }));
  else
    context.print(
      formatEstimate(estimate, run, { colors: context.colors, width: context.terminal.stdout.columns ?? 80 }),
    );
}
