import type { GraphNode, PipelineGraph } from '../graph/pipeline-graph.ts';
import type { PlannedObstacle } from './execution-plan.ts';

/** What a graph asks for and this version compiles but cannot carry out. */
export function obstaclesOf(graph: PipelineGraph): readonly PlannedObstacle[] {
  return graph.nodes.flatMap(nodeObstacles);
}

function nodeObstacles(node: GraphNode): readonly PlannedObstacle[] {
  const found: PlannedObstacle[] = [];
  const add = (kind: PlannedObstacle['kind'], what: string) => found.push({ kind, node: node.name, what });
  if (node.kind === 'execution' || node.kind === 'sweep') {
    if (node.step.work.kind === 'command')
      add('command', `its step "${node.step.name}" has "image" and "command", which need a container`);
    else if (node.step.compute === 'fargate' || node.step.compute === 'batch')
      add('compute', `its step "${node.step.name}" asks for a container by "compute: ${node.step.compute}"`);
  } else if (node.kind === 'deployment') {
    add('node-kind', `a node of type "${node.kind}"`);
  }
  if (node.kind === 'sweep' && node.trials.search === 'distributed') add('search', 'a task of type "distributed"');
  return found;
}
