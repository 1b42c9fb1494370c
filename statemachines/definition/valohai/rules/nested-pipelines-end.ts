import type { Located } from '../../../diagnostics/source-span.ts';
import type { PipelineBlueprint } from '../../pipeline-definition.ts';
import type { RuleContext } from './rule.ts';

/** Pipelines that hold each other would never end. Depth-first, so that every circle is told once, with its path. */
export function nestedPipelinesEnd({ definition, faults }: RuleContext): void {
  const pipelines = new Map(definition.pipelines.map((pipeline) => [pipeline.name.value, pipeline]));
  const done = new Set<string>();
  const visit = (pipeline: PipelineBlueprint, path: readonly string[]): void => {
    const name = pipeline.name.value;
    const inPath = [...path, name];
    for (const nested of nestedIn(pipeline)) {
      const start = inPath.indexOf(nested.value);
      const target = pipelines.get(nested.value);
      if (start !== -1) {
        const circle = [...inPath.slice(start), nested.value].map((one) => `"${one}"`).join(' -> ');
        faults.error('SL1048', `pipelines contain each other: ${circle}`, nested.span, {
          hint: 'remove one of these nodes: such a run never ends',
        });
      } else if (target !== undefined && !done.has(nested.value)) visit(target, inPath);
    }
    done.add(name);
  };
  for (const pipeline of pipelines.values()) if (!done.has(pipeline.name.value)) visit(pipeline, []);
}

function nestedIn(pipeline: PipelineBlueprint): readonly Located<string>[] {
  return pipeline.nodes.flatMap((node) => (node.kind === 'pipeline' ? [node.pipeline] : []));
}
