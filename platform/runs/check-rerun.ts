import { createDiagnosticCollector, diagnosed } from '../../statemachines/diagnostics/diagnostic-collector.ts';
import type { Diagnosed } from '../../statemachines/diagnostics/diagnostic.ts';
import { downstreamOf } from '../../statemachines/plan/downstream-of.ts';
import type { ExecutionPlan, NodePlan } from '../../statemachines/plan/execution-plan.ts';
import type { PipelineVersion } from '../pipelines/pipeline-registry.ts';
import { compileRun } from './compile-run.ts';
import type { LaunchContext } from './launch-run.ts';
import type { RerunOrigin, Run } from './run.ts';

/**
 * A rerun's values may change only what is run anew: every one that reaches a node whose results are to be taken over is a
 * fault. What a value reaches is seen by planning with it alone, however it gets there.
 */
export async function checkRerun(
  context: Pick<LaunchContext, 'objects' | 'bucket'>,
  version: PipelineVersion,
  former: Run,
  { from, parameters }: Pick<RerunOrigin, 'from'> & Pick<Run, 'parameters'>,
): Promise<Diagnosed<ExecutionPlan>> {
  const planWith = async (given: Run['parameters']) => {
    const values = { ...former, parameters: { ...former.parameters, ...given } };
    const { value, diagnostics } = await compileRun(context, version, values);
    return { value: value?.plan, diagnostics };
  };
  const [before, after] = await Promise.all([planWith({}), planWith(parameters)]);
  if (before.value === undefined || after.value === undefined) return after;
  if (changedNodes(before.value, after.value, from).length === 0) return after;
  const collector = createDiagnosticCollector();
  for (const [name, value] of Object.entries(parameters)) {
    const alone = await planWith({ [name]: value });
    const [first, ...more] = alone.value === undefined ? [] : changedNodes(before.value, alone.value, from);
    if (first === undefined) continue;
    const others = more.length === 0 ? '' : ` and ${more.length} more`;
    collector.error(
      'SL5112',
      `the parameter "${name}" reaches the node "${first}"${others}, which does not come after "${from}" and would not be run again`,
      undefined,
      { hint: `rerun from "${first}", leave "${name}" as it was, or start another run with --reuse` },
    );
  }
  return diagnosed(after.value, collector);
}

/** Nodes that are not to be run and would be other ones with the new plan. */
function changedNodes(before: ExecutionPlan, after: ExecutionPlan, from: string): readonly string[] {
  const anew = downstreamOf(after.nodes, from);
  const former = new Map(before.nodes.map((node) => [node.node, contentOf(node)]));
  return after.nodes
    .filter((node) => !anew.has(node.node) && former.get(node.node) !== contentOf(node))
    .map(({ node }) => node);
}

function contentOf({ axes, parameters, inputs, after, rules, stopCondition }: NodePlan): string {
  return JSON.stringify([axes, parameters, inputs, after, rules, stopCondition]);
}
