import type { ExecutionPlan, PlanBlock } from '../plan/execution-plan.ts';
import { wholeStructure } from '../plan/whole-structure.ts';
import type { PipelineGraph } from '../graph/pipeline-graph.ts';
import { barrierWords, drawnBlocks, flows, mapWords, nestedWords, nodeWords, rendezvousWords } from './words.ts';

/** The structure as a tree for a terminal, then what flows, then what the tree does not hold, then the barriers. */
export function renderAscii(graph: PipelineGraph, plan: ExecutionPlan): string {
  const barriers = barrierWords(plan);
  const rendezvous = rendezvousWords(plan);
  const held = [
    ...(rendezvous.length === 0 ? [] : [`${rendezvous.length} rendezvous`]),
    ...(barriers.length === 0 ? [] : [count(barriers.length, 'barrier')]),
  ];
  const lines = [
    `${graph.pipeline}: ${[count(graph.nodes.length, 'node'), count(graph.edges.length, 'edge'), ...held].join(', ')}`,
    ...children(wholeStructure(plan), graph, plan),
    ...flows(graph).map(({ from, to, what }) => `  ${from} → ${to}: ${what.join(', ')}`),
    ...rendezvous.map((words) => `  rendezvous: ${words}`),
    ...barriers.map((barrier) => `  barrier: ${barrier}`),
  ];
  return `${lines.join('\n')}\n`;
}

function children(block: PlanBlock, graph: PipelineGraph, plan: ExecutionPlan): readonly string[] {
  const blocks = block.kind === 'series' ? drawnBlocks(block) : [block];
  return blocks.flatMap((child, index) => {
    const last = index === blocks.length - 1;
    const [title, ...below] = tree(child, graph, plan);
    return [`${last ? '└─' : '├─'} ${title ?? ''}`, ...below.map((line) => `${last ? '   ' : '│  '}${line}`)];
  });
}

function tree(block: PlanBlock, graph: PipelineGraph, plan: ExecutionPlan): readonly string[] {
  switch (block.kind) {
    case 'node':
      return [nodeWords(block.node, graph, plan).join(' · ')];
    case 'series': {
      const [only, ...others] = drawnBlocks(block);
      if (only !== undefined && others.length === 0) return tree(only, graph, plan);
      return ['one after the other', ...children(block, graph, plan)];
    }
    case 'parallel':
      return [
        'side by side',
        ...block.blocks.flatMap((each, index) => branch(each, index === block.blocks.length - 1, graph, plan)),
      ];
    case 'map':
      return [mapWords(block, plan), ...children(block.body, graph, plan)];
    case 'child':
      if (block.node === undefined) return tree(block.body, graph, plan);
      return [nestedWords(block.node, graph), ...children(block.body, graph, plan)];
    case 'signal':
    case 'wait':
      return [];
    default:
      return block satisfies never;
  }
}

function branch(block: PlanBlock, last: boolean, graph: PipelineGraph, plan: ExecutionPlan): readonly string[] {
  const [title, ...below] = tree(block, graph, plan);
  return [`${last ? '╚═' : '╠═'} ${title ?? ''}`, ...below.map((line) => `${last ? '   ' : '║  '}${line}`)];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
