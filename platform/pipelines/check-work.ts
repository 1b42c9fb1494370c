import { createDiagnosticCollector } from '../../statemachines/diagnostics/diagnostic-collector.ts';
import type { Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';
import type { ExecutionPlan, PlannedObstacle } from '../../statemachines/plan/execution-plan.ts';
import { mostResources } from './handler-resources.ts';

/** What compiles but cannot run in this version, every such thing at once. */
export function checkWork(plan: ExecutionPlan): readonly Diagnostic[] {
  const collector = createDiagnosticCollector();
  for (const obstacle of plan.obstacles) {
    const { code, hint } = explanations[obstacle.kind];
    const where = obstacle.node === undefined ? `pipeline "${plan.pipeline}"` : `node "${obstacle.node}"`;
    collector.error(code, `${where} cannot run yet: ${obstacle.what}`, undefined, { hint });
  }
  for (const { node, step, work, ...asked } of plan.nodes) {
    if (work.kind !== 'handler') continue;
    for (const { of, field } of limits) {
      const most = mostResources[of];
      if ((asked[of] ?? 0) <= most) continue;
      collector.error(
        'SL5111',
        `node "${node}" asks for ${asked[of]} MB of ${field}, and a function has at most ${most}`,
        undefined,
        {
          hint: `lower "${field}" of step "${step}", or give each piece of its work to a trial of a sweep`,
        },
      );
    }
  }
  return collector.diagnostics();
}

const limits = [
  { of: 'memoryMb', field: 'memory' },
  { of: 'storageMb', field: 'storage' },
] as const;

const explanations = {
  command: {
    code: 'SL5105',
    hint: 'this version starts no containers: give the step a "handler:" in their place, a TypeScript or JavaScript function such as "steps/train.ts#default"',
  },
  compute: {
    code: 'SL5105',
    hint: 'this version starts no containers: leave "compute" out, and the handler runs in a Lambda function',
  },
  'node-kind': {
    code: 'SL5106',
    hint: 'deployment nodes do not run in this version; take it out of this pipeline',
  },
  search: { code: 'SL5109', hint: 'use grid_search, random_search or manual_search' },
} as const satisfies Readonly<Record<PlannedObstacle['kind'], { readonly code: string; readonly hint: string }>>;
