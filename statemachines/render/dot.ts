import type { ExecutionPlan, PlanBlock } from '../plan/execution-plan.ts';
import { wholeStructure } from '../plan/whole-structure.ts';
import type { PipelineGraph } from '../graph/pipeline-graph.ts';
import { barrierWords, flows, isRendezvous, mapWords, nestedWords, nodeWords, rendezvousWords } from './words.ts';

/** A Graphviz digraph with a cluster around each Map; edges held by a rendezvous are dashed. https://graphviz.org/doc/info/lang.html */
export function renderDot(graph: PipelineGraph, plan: ExecutionPlan): string {
  let clusters = 0;
  const draw = (block: PlanBlock, indent: string): readonly string[] => {
    switch (block.kind) {
      case 'node':
        return [`${indent}${quote(block.node)} [label=${quote(nodeWords(block.node, graph, plan).join('\n'))}];`];
      case 'series':
      case 'parallel':
        return block.blocks.flatMap((each) => draw(each, indent));
      case 'map': {
        clusters += 1;
        return [
          `${indent}subgraph cluster_${clusters} {`,
          `${indent}  label=${quote(mapWords(block, plan))};`,
          ...draw(block.body, `${indent}  `),
          `${indent}}`,
        ];
      }
      case 'child': {
        if (block.node === undefined) return draw(block.body, indent);
        clusters += 1;
        return [
          `${indent}subgraph cluster_${clusters} {`,
          `${indent}  label=${quote(nestedWords(block.node, graph))};`,
          // What only waits for the whole of it, or the whole of it for, has an edge with this one.
          `${indent}  ${quote(block.node)} [shape=point];`,
          ...draw(block.body, `${indent}  `),
          `${indent}}`,
        ];
      }
      default:
        return [];
    }
  };
  const lines = [
    `digraph ${quote(graph.pipeline)} {`,
    '  rankdir=LR;',
    '  node [shape=box];',
    ...rendezvousWords(plan).map((words) => `  // rendezvous: ${words.replaceAll(/\s+/gu, ' ')}`),
    ...barrierWords(plan).map((barrier) => `  // barrier: ${barrier.replaceAll(/\s+/gu, ' ')}`),
    ...draw(wholeStructure(plan), '  '),
    ...flows(graph).map(({ from, to, what }) => {
      const style = isRendezvous(plan, from, to) ? ' style=dashed' : '';
      return `  ${quote(from)} -> ${quote(to)} [label=${quote(what.join('\n'))}${style}];`;
    }),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
