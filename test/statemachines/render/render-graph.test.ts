import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '../../../statemachines/definition/parse-definition.ts';
import { buildGraph } from '../../../statemachines/graph/build-graph.ts';
import { planPipeline } from '../../../statemachines/plan/plan-pipeline.ts';
import { renderGraph } from '../../../statemachines/render/render-graph.ts';
import { fixtureCases } from '../fixture-cases.ts';

function rendered(
  name: string,
  format: Parameters<typeof renderGraph>[2],
): { readonly folder: string; readonly text: string } {
  const found = fixtureCases('compiled').find((each) => each.name === name);
  const definition = parseDefinition(found?.text ?? '', 'valohai.yaml').value;
  const graph = definition && buildGraph(definition).value;
  const plan = graph && planPipeline(graph, { definitionHash: '', parameters: {}, inputs: {} }).value;
  if (found === undefined || graph === undefined || plan === undefined) throw new Error(`${name} cannot be drawn`);
  return { folder: found.folder, text: renderGraph(graph, plan, format) };
}

describe('renderGraph', () => {
  it.each([
    ['mermaid', 'graph.mmd'],
    ['dot', 'graph.dot'],
    ['html', 'graph.html'],
  ] as const)('draws a sweep with a barrier as %s', async (format, file) => {
    const { folder, text } = rendered('axes-that-do-not-nest', format);
    await expect(text).toMatchFileSnapshot(join(folder, file));
  });

  it('lets no name break out of the page or the picture', () => {
    const text = [
      '- step: { name: s, handler: "s.ts#s" }',
      `- pipeline: { name: '"><script>', nodes: [{ name: '<b>"x"\\', type: execution, step: s }], edges: [] }`,
    ].join('\n');
    const definition = parseDefinition(text, 'f.yaml').value;
    const graph = definition && buildGraph(definition).value;
    const plan = graph && planPipeline(graph, { definitionHash: '', parameters: {}, inputs: {} }).value;
    if (graph === undefined || plan === undefined) throw new Error('nothing to draw');
    expect(renderGraph(graph, plan, 'html')).toContain('<title>&quot;&gt;&lt;script&gt;</title>');
    expect(renderGraph(graph, plan, 'mermaid')).toContain('n0["#lt;b#gt;#quot;x#quot;\\<br/>s.ts#35;s"]');
    expect(renderGraph(graph, plan, 'dot')).toContain('"<b>\\"x\\"\\\\" [label="<b>\\"x\\"\\\\\\ns.ts#s"];');
  });
});
