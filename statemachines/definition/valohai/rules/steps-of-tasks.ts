import { didYouMean } from '../../../diagnostics/suggest.ts';
import type { RuleContext } from './rule.ts';

/** A task without its step cannot run: an error where a pipeline uses the task, else a warning, as Valohai takes the file. */
export function stepsOfTasks({ definition, declared, faults }: RuleContext): void {
  const used = new Set(
    definition.pipelines.flatMap((pipeline) =>
      pipeline.nodes.flatMap((node) => (node.kind === 'sweep' && node.task !== undefined ? [node.task.value] : [])),
    ),
  );
  for (const task of definition.tasks) {
    const { value, span } = task.step;
    if (value === '' || declared.step.includes(value)) continue;
    const severity = used.has(task.name.value) ? 'error' : 'warning';
    faults[severity](
      'SL1044',
      `task "${task.name.value}": there is no step "${value}"${didYouMean(value, declared.step)}`,
      span,
    );
  }
}
