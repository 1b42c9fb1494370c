import type { DiagnosticCode } from '../../../diagnostics/codes.ts';
import type { SourceSpan } from '../../../diagnostics/source-span.ts';
import { didYouMean } from '../../../diagnostics/suggest.ts';
import type { PipelineBlueprint } from '../../pipeline-definition.ts';
import { itemId } from '../item-id.ts';
import type { RuleContext } from './rule.ts';

/** What a pipeline says of itself by name: `finally` of its nodes, sweep and schedules of its parameters. */
export function namesInPipeline({ definition, incomplete, faults }: RuleContext): void {
  for (const pipeline of definition.pipelines) {
    if (incomplete.has(itemId('pipeline', pipeline.name.value))) continue;
    const where = `pipeline "${pipeline.name.value}"`;
    const nodes = pipeline.nodes.map((node) => node.name.value);
    const parameters = pipeline.parameters.map((parameter) => parameter.name.value);
    if (nodes.length === 0)
      faults.warning('SL1088', `${where} has no nodes: there is nothing to run`, pipeline.name.span);
    for (const reference of referencesOf(pipeline)) {
      const names = reference.to === 'node' ? nodes : parameters;
      if (names.includes(reference.name)) continue;
      const message = `${where}: ${reference.by} names the ${reference.to} "${reference.name}", which does not exist${didYouMean(reference.name, names)}`;
      const hint =
        reference.to === 'node'
          ? undefined
          : `declare it: "parameters: [{name: ${reference.name}, targets: [node.parameter.${reference.name}]}]"`;
      faults.error(reference.code, message, reference.span, { hint });
    }
  }
}

interface Reference {
  readonly by: string;
  readonly to: 'node' | 'parameter';
  readonly name: string;
  readonly code: DiagnosticCode;
  readonly span: SourceSpan;
}

function referencesOf(pipeline: PipelineBlueprint): readonly Reference[] {
  return [
    ...pipeline.finally.map(
      ({ value, span }) => ({ by: '"finally"', to: 'node', name: value, code: 'SL1049', span }) as const,
    ),
    ...(pipeline.sweep?.axes ?? []).map(
      ({ parameter: { value, span } }) =>
        ({ by: 'the sweep', to: 'parameter', name: value, code: 'SL1050', span }) as const,
    ),
    ...pipeline.schedules.flatMap((schedule) =>
      Object.keys(schedule.parameters).map(
        (name) => ({ by: 'a schedule', to: 'parameter', name, code: 'SL1051', span: schedule.span }) as const,
      ),
    ),
  ];
}
