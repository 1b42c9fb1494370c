import type { ExecutionPlan, PlanBlock } from '../plan/execution-plan.ts';
import type { PipelineGraph } from '../graph/pipeline-graph.ts';
import { barrierWords, flows, mapWords, nodeWords } from './words.ts';

/** The structure as a tree for a terminal, then what flows, then the barriers. */
export function renderAscii(graph: PipelineGraph, plan: ExecutionPlan): string {
  const barriers = barrierWords(plan);
  const lines = [
    `${graph.pipeline}: ${count(graph.nodes.length, 'node')}, ${count(graph.edges.length, 'edge')}`,
    ...children(plan.structure, graph, plan),
    ...flows(graph).map(({ from, to, what }) => `  ${from} → ${to}: ${what.join(', ')}`),
    ...barriers.map((barrier) => `  barrier: ${barrier}`),
  ];
  return `${lines.join('\n')}\n`;
}

function children(block: PlanBlock, graph: PipelineGraph, plan: ExecutionPlan): readonly string[] {
  const blocks = block.kind === 'series' ? block.blocks : [block];
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
    case 'series':
      return ['one after the other', ...children(block, graph, plan)];
    case 'parallel':
      return [
        'side by side',
        ...block.blocks.flatMap((each, index) => branch(each, index === block.blocks.length - 1, graph, plan)),
      ];
    case 'map':
      return [mapWords(block, plan), ...children(block.body, graph, plan)];
    case 'signal':
      return [`signal of ${block.producer}`];
    case 'wait':
      return [`${block.waiter} waits for ${block.producer}`];
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
