import type { ExecutionPlan, PlanBlock } from '../plan/execution-plan.ts';
import { wholeStructure } from '../plan/whole-structure.ts';
import type { PipelineGraph } from '../graph/pipeline-graph.ts';
import { barrierWords, flows, isRendezvous, mapWords, nestedWords, nodeWords, rendezvousWords } from './words.ts';

/** A flowchart with a box around each Map, dotted edges where a rendezvous holds them, and barriers as comments. https://mermaid.js.org/syntax/flowchart.html */
export function renderMermaid(graph: PipelineGraph, plan: ExecutionPlan): string {
  const ids = new Map(graph.nodes.map((node, index) => [node.name, `n${index}`]));
  let boxes = 0;
  const draw = (block: PlanBlock, indent: string): readonly string[] => {
    switch (block.kind) {
      case 'node':
        return [
          `${indent}${ids.get(block.node) ?? ''}["${nodeWords(block.node, graph, plan).map(escape).join('<br/>')}"]`,
        ];
      case 'series':
      case 'parallel':
        return block.blocks.flatMap((each) => draw(each, indent));
      case 'map': {
        boxes += 1;
        const head = `${indent}subgraph m${boxes}["${escape(mapWords(block, plan))}"]`;
        return [head, ...draw(block.body, `${indent}  `), `${indent}end`];
      }
      case 'child': {
        if (block.node === undefined) return draw(block.body, indent);
        // An edge may begin or end at a box as a whole.
        const head = `${indent}subgraph ${ids.get(block.node) ?? ''}["${escape(nestedWords(block.node, graph))}"]`;
        return [head, ...draw(block.body, `${indent}  `), `${indent}end`];
      }
      default:
        return [];
    }
  };
  const lines = [
    'flowchart LR',
    ...draw(wholeStructure(plan), '  '),
    ...flows(graph).map(({ from, to, what }) => {
      const arrow = isRendezvous(plan, from, to) ? '-.->' : '-->';
      return `  ${ids.get(from) ?? ''} ${arrow}|"${what.map(escape).join('<br/>')}"| ${ids.get(to) ?? ''}`;
    }),
    ...rendezvousWords(plan).map((words) => `  %% rendezvous: ${words}`),
    ...barrierWords(plan).map((barrier) => `  %% barrier: ${barrier}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Mermaid reads entity codes in quoted labels. */
function escape(text: string): string {
  return text
    .replaceAll('#', '#35;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
    .replaceAll(/\s+/gu, ' ');
}
