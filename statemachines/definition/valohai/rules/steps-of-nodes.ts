import { didYouMean } from '../../../diagnostics/suggest.ts';
import type { NodeDefinition, PipelineBlueprint } from '../../pipeline-definition.ts';
import type { RuleContext } from './rule.ts';

/** Nodes use steps, tasks and pipelines of the file; a deployment or an endpoint may also exist on the platform alone. */
export function stepsOfNodes(context: RuleContext): void {
  for (const pipeline of context.definition.pipelines) {
    for (const node of pipeline.nodes) checkNode(node, pipeline, context);
  }
}

function checkNode(node: NodeDefinition, pipeline: PipelineBlueprint, { declared, faults }: RuleContext): void {
  const where = `pipeline "${pipeline.name.value}", node "${node.name.value}"`;
  switch (node.kind) {
    case 'execution':
    case 'sweep': {
      const { step } = node;
      if (step !== undefined && step.value !== '' && !declared.step.includes(step.value)) {
        faults.error(
          'SL1042',
          `${where}: there is no step "${step.value}"${didYouMean(step.value, declared.step)}`,
          step.span,
          {
            hint: existing('steps', declared.step),
          },
        );
      }
      if (
        node.kind === 'sweep' &&
        node.task !== undefined &&
        node.task.value !== '' &&
        !declared.task.includes(node.task.value)
      ) {
        const task = node.task;
        faults.error(
          'SL1043',
          `${where}: there is no task "${task.value}"${didYouMean(task.value, declared.task)}`,
          task.span,
          {
            hint: existing('tasks', declared.task),
          },
        );
      }
      return;
    }
    case 'deployment': {
      const { deployment } = node;
      if (!declared.deployment.includes(deployment.value)) {
        const suggestion = didYouMean(deployment.value, declared.deployment);
        faults.warning(
          'SL1045',
          `${where}: the file defines no deployment "${deployment.value}"${suggestion}`,
          deployment.span,
        );
      }
      for (const endpoint of node.endpoints) {
        if (declared.endpoint.includes(endpoint.value)) continue;
        const suggestion = didYouMean(endpoint.value, declared.endpoint);
        faults.warning(
          'SL1046',
          `${where}: the file defines no endpoint "${endpoint.value}"${suggestion}`,
          endpoint.span,
        );
      }
      return;
    }
    case 'pipeline': {
      const nested = node.pipeline;
      if (nested.value === '' || declared.pipeline.includes(nested.value)) return;
      faults.error(
        'SL1047',
        `${where}: there is no pipeline "${nested.value}"${didYouMean(nested.value, declared.pipeline)}`,
        nested.span,
        {
          hint: existing('pipelines', declared.pipeline),
        },
      );
      return;
    }
    case 'approval':
      return;
  }
}

const MOST_LISTED = 10;

function existing(what: string, names: readonly string[]): string {
  if (names.length === 0) return `the file defines no ${what}`;
  const more = names.length > MOST_LISTED ? ', ...' : '';
  return `${what} of this file: ${names
    .slice(0, MOST_LISTED)
    .map((name) => `"${name}"`)
    .join(', ')}${more}`;
}
