import type { ExecutionPlan, PlanBlock } from '../plan/execution-plan.ts';
import { wholeStructure } from '../plan/whole-structure.ts';
import type { PipelineGraph } from '../graph/pipeline-graph.ts';
import { barrierWords, drawnBlocks, flows, mapWords, nestedWords, nodeWords, rendezvousWords } from './words.ts';

/** One page without scripts or anything from elsewhere: what follows stands below, what runs side by side stands beside. */
export function renderHtml(graph: PipelineGraph, plan: ExecutionPlan): string {
  const title = escape(graph.pipeline);
  const rows = flows(graph).map(
    ({ from, to, what }) =>
      `<tr><td>${escape(from)}</td><td>${escape(to)}</td><td>${what.map(escape).join('<br>')}</td></tr>`,
  );
  const rendezvous = rendezvousWords(plan).map((words) => `<li>${escape(words)}</li>`);
  const barriers = barrierWords(plan).map((barrier) => `<li>${escape(barrier)}</li>`);
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>`,
    `<style>${style}</style></head>`,
    `<body><h1>${title}</h1>`,
    box(wholeStructure(plan), graph, plan),
    ...(rows.length === 0
      ? []
      : ['<h2>What flows</h2>', `<table><tr><th>from</th><th>to</th><th>what</th></tr>${rows.join('')}</table>`]),
    ...(rendezvous.length === 0 ? [] : ['<h2>Rendezvous</h2>', `<ul>${rendezvous.join('')}</ul>`]),
    ...(barriers.length === 0 ? [] : ['<h2>Barriers</h2>', `<ul>${barriers.join('')}</ul>`]),
    '</body></html>',
    '',
  ].join('\n');
}

const style = [
  'body{font:14px/1.4 system-ui,sans-serif;margin:2rem;color-scheme:light dark}',
  '.series,.map{display:flex;flex-direction:column;gap:.6rem;align-items:flex-start}',
  '.parallel{display:flex;gap:.6rem;align-items:flex-start;flex-wrap:wrap}',
  '.map{border:2px dashed #888;border-radius:8px;padding:.6rem}',
  '.node{border:1px solid #888;border-radius:6px;padding:.4rem .7rem}',
  '.node b{display:block}',
  'table{border-collapse:collapse}td,th{border:1px solid #888;padding:.2rem .6rem;text-align:left}',
].join('\n');

function box(block: PlanBlock, graph: PipelineGraph, plan: ExecutionPlan): string {
  switch (block.kind) {
    case 'node': {
      const [name, ...words] = nodeWords(block.node, graph, plan).map(escape);
      return `<div class="node"><b>${name ?? ''}</b>${words.join('<br>')}</div>`;
    }
    case 'series':
    case 'parallel':
      return `<div class="${block.kind}">${drawnBlocks(block)
        .map((each) => box(each, graph, plan))
        .join('\n')}</div>`;
    case 'map':
      return `<div class="map"><i>${escape(mapWords(block, plan))}</i>${box(block.body, graph, plan)}</div>`;
    case 'child': {
      const title = block.node === undefined ? '' : `<i>${escape(nestedWords(block.node, graph))}</i>`;
      return `<div class="map">${title}${box(block.body, graph, plan)}</div>`;
    }
    case 'signal':
    case 'wait':
      return '';
    default:
      return block satisfies never;
  }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
