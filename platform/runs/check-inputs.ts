import { createDiagnosticCollector } from '../../statemachines/diagnostics/diagnostic-collector.ts';
import type { Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';
import type { ExecutionPlan, NodePlan } from '../../statemachines/plan/execution-plan.ts';

/** Inputs that still name files on somebody's disk, which no function can read: every one at once. */
export function checkInputs(plan: ExecutionPlan): readonly Diagnostic[] {
  const collector = createDiagnosticCollector();
  for (const node of plan.nodes) {
    for (const { input, path } of localPaths(node)) {
      collector.error(
        'SL5107',
        `input "${input}" of node "${node.node}" names the file "${path}", which was not uploaded`,
        undefined,
        {
          hint: `start the run with "slipway run", which uploads it, or give its URI under inputs as "${node.node}.${input}"`,
        },
      );
    }
  }
  return collector.diagnostics();
}

function localPaths(node: NodePlan): readonly { readonly input: string; readonly path: string }[] {
  return node.inputs.flatMap(({ name, sources }) =>
    sources.flatMap((source) =>
      source.kind === 'uri' && !/^[a-z][a-z0-9+.-]*:\/\//iu.test(source.uri) ? [{ input: name, path: source.uri }] : [],
    ),
  );
}
