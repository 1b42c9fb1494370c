import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { compilePipeline } from '../statemachines/compile.ts';
import { parseDefinition } from '../statemachines/definition/parse-definition.ts';
import { buildGraph } from '../statemachines/graph/build-graph.ts';
import { renderGraph } from '../statemachines/render/render-graph.ts';

/**
 * A page whose marked parts are today's: between `<!-- file: PATH -->` and `<!-- end -->` stands the file, between
 * `<!-- graph: PATH -->` and `<!-- end -->` the picture of its pipeline, so that no example in prose goes stale.
 */
export function fillIncludes(page: string, root: string): string {
  return page.replaceAll(/<!-- (file|graph): (\S+) -->\n[\s\S]*?<!-- end -->/g, (_, kind: string, path: string) => {
    const text = readFileSync(join(root, path), 'utf8');
    const block =
      kind === 'file'
        ? `\`\`\`${path.endsWith('.ts') ? 'ts' : 'yaml'}\n${text.trimEnd()}\n\`\`\``
        : `\`\`\`mermaid\n${pictureOf(text, path)}\n\`\`\``;
    return `<!-- ${kind}: ${path} -->\n\n${block}\n\n<!-- end -->`;
  });
}

function pictureOf(text: string, path: string): string {
  const definition = parseDefinition(text, path).value;
  const graph = definition && buildGraph(definition).value;
  const plan = compilePipeline(text, path).value?.plan;
  if (graph === undefined || plan === undefined) throw new Error(`${path} does not compile`);
  return renderGraph(graph, plan, 'mermaid').trimEnd();
}
