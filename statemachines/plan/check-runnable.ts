import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { createDiagnosticCollector } from '../diagnostics/diagnostic-collector.ts';
import type { ExecutionPlan } from './execution-plan.ts';

/**
 * Values and files that a run with this plan still lacks, every one at once. What this version cannot carry out at all
 * stands in the plan's `obstacles`.
 */
export function checkRunnable(plan: ExecutionPlan): readonly Diagnostic[] {
  const collector = createDiagnosticCollector();
  for (const { node, parameters, inputs } of plan.nodes) {
    for (const { name, source, optional } of parameters) {
      if (source.kind !== 'value' || source.value !== null || optional) continue;
      collector.error('SL5009', `the parameter "${name}" of the node "${node}" has no value`, undefined, {
        hint: `give one with -p ${node}.${name}=VALUE, or by a parameter of the pipeline that targets it`,
      });
    }
    for (const { name, sources, optional } of inputs) {
      if (sources.length > 0 || optional) continue;
      collector.error('SL5007', `the input "${name}" of the node "${node}" has no files`, undefined, {
        hint: `give them with -i ${node}.${name}=PATH-OR-URI`,
      });
    }
  }
  return collector.diagnostics();
}
