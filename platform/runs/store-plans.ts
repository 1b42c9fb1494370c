import type { ExecutionPlan, PlanBlock } from '../../statemachines/plan/execution-plan.ts';
import { downstreamOf } from '../../statemachines/plan/downstream-of.ts';
import { wholeStructure } from '../../statemachines/plan/whole-structure.ts';
import { inParallel } from '../concurrency/in-parallel.ts';
import type { PipelineObjects } from '../pipelines/pipeline-objects.ts';
import { nodeReuse, type StoredPlan } from './node-reuse.ts';
import type { Run } from './run.ts';
import { axisItemsKey, nodePlanKey } from './run-keys.ts';

/** Writes what the run's functions read: a plan a node, and the indices that each Distributed Map goes over. */
export async function storePlans(store: PipelineObjects, run: Run, plan: ExecutionPlan): Promise<void> {
  const { project, runId, generation } = run;
  const distributed = new Set(distributedAxes(wholeStructure(plan)));
  const anew = run.rerunOf === undefined ? new Set<string>() : downstreamOf(plan.nodes, run.rerunOf.from);
  const objects = [
    ...plan.nodes.map((node) => {
      const reuse = nodeReuse(run, node, anew);
      const content: StoredPlan = reuse === undefined ? node : { ...node, reuse };
      return { key: nodePlanKey(project, runId, generation, node.node), content };
    }),
    ...plan.axes
      .filter((axis) => distributed.has(axis.id) && axis.lists === undefined)
      .map((axis) => ({ key: axisItemsKey(project, runId, generation, axis.id), content: [...axis.points.keys()] })),
  ];
  await inParallel(objects, 32, ({ key, content }) => store.putText(key, JSON.stringify(content), 'application/json'));
}

function distributedAxes(block: PlanBlock): readonly string[] {
  switch (block.kind) {
    case 'series':
    case 'parallel':
      return block.blocks.flatMap(distributedAxes);
    case 'map':
      return [...(block.mode === 'distributed' ? [block.axis] : []), ...distributedAxes(block.body)];
    case 'child':
      return distributedAxes(block.body);
    default:
      return [];
  }
}
