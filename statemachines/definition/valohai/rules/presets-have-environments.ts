import type { Located } from '../../../diagnostics/source-span.ts';
import type { RuleContext } from './rule.ts';

/** A runtime configuration preset belongs to an environment. */
export function presetsHaveEnvironments({ definition, faults }: RuleContext): void {
  const check = (
    where: string,
    preset: Located<string> | undefined,
    environment: Located<string> | undefined,
  ): void => {
    if (preset === undefined || environment !== undefined) return;
    faults.error('SL1077', `${where} has a "runtime-config-preset" but no "environment"`, preset.span, {
      hint: 'add "environment: ...", the one that the preset belongs to',
    });
  };
  for (const step of definition.steps) check(`step "${step.name.value}"`, step.runtimeConfigPreset, step.environment);
  for (const pipeline of definition.pipelines) {
    for (const node of pipeline.nodes) {
      if (node.kind !== 'execution' && node.kind !== 'sweep') continue;
      const step = definition.steps.find((one) => one.name.value === node.step?.value);
      check(
        `the override of node "${node.name.value}"`,
        node.override?.runtimeConfigPreset,
        node.override?.environment ?? step?.environment,
      );
    }
  }
}
