import type { TaskDefinition } from '../../definition/pipeline-definition.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { parametersOf } from '../sockets.ts';
import { castValue } from '../values/cast-value.ts';
import { variantValues } from '../sweep/variant-values.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** What a task varies are parameters of its step, with values that they take. */
export function taskParameters({ definition, blueprint, nodeOf, collector }: GraphRuleContext): void {
  const used = new Set<TaskDefinition>();
  for (const written of blueprint.nodes) {
    if (written.kind !== 'sweep' || written.task === undefined) continue;
    const name = written.task.value;
    const task = definition.tasks.find((candidate) => candidate.name.value === name);
    const node = nodeOf.get(written.name.value);
    if (task === undefined || node === undefined || used.has(task)) continue;
    used.add(task);
    const known = parametersOf(node).map((parameter) => parameter.name.value);
    for (const variant of task.parameters) {
      const declared = parametersOf(node).find((parameter) => parameter.name.value === variant.name.value);
      if (declared === undefined) {
        collector.warning(
          'SL2035',
          `the task "${name}" varies "${variant.name.value}", which the step "${task.step.value}" does not have${didYouMean(variant.name.value, known)}`,
          variant.name.span,
          {
            hint:
              known.length === 0
                ? 'the step has no parameters'
                : `it has ${known.map((each) => `"${each}"`).join(', ')}`,
          },
        );
        continue;
      }
      const fault = variantValues(variant)
        .map((value) => castValue(value, declared))
        .find((cast) => cast.kind === 'fault');
      if (fault === undefined) continue;
      collector.warning(
        'SL2036',
        `a trial's value of "${variant.name.value}" does not fit: ${fault.what}`,
        variant.span,
        {
          hint: 'that trial would fail; correct the value, or the declaration of the parameter',
          related: [{ message: `"${variant.name.value}" is declared here`, span: declared.span }],
        },
      );
    }
    for (const set of task.parameterSets) {
      for (const [key, value] of Object.entries(set.value)) {
        const declared = parametersOf(node).find((parameter) => parameter.name.value === key);
        const cast = declared && castValue(value, declared);
        if (cast?.kind === 'fault') {
          collector.warning('SL2036', `a trial's value of "${key}" does not fit: ${cast.what}`, set.span, {
            hint: 'that trial would fail; correct the value, or the declaration of the parameter',
          });
        } else if (declared === undefined) {
          collector.warning(
            'SL2035',
            `the task "${name}" sets "${key}", which the step "${task.step.value}" does not have${didYouMean(key, known)}`,
            set.span,
            {
              hint:
                known.length === 0
                  ? 'the step has no parameters'
                  : `it has ${known.map((each) => `"${each}"`).join(', ')}`,
            },
          );
        }
      }
    }
  }
}
