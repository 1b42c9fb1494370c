import { createDiagnosticCollector } from '../../statemachines/diagnostics/diagnostic-collector.ts';
import type { Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';
import type { ExecutionPlan } from '../../statemachines/plan/execution-plan.ts';

/** Inputs that no function may or can read: files on somebody's disk, objects of other projects. Every one at once. */
export function checkInputs(
  plan: ExecutionPlan,
  { bucket, project }: { readonly bucket: string; readonly project: string },
): readonly Diagnostic[] {
  const collector = createDiagnosticCollector();
  const own = `s3://${bucket}/`;
  for (const node of plan.nodes) {
    for (const { name, sources } of node.inputs) {
      for (const source of sources) {
        if (source.kind !== 'uri') continue;
        const { uri } = source;
        if (!/^[a-z][a-z0-9+.-]*:\/\//iu.test(uri)) {
          collector.error(
            'SL5107',
            `input "${name}" of node "${node.node}" names the file "${uri}", which was not uploaded`,
            undefined,
            {
              hint: `start the run with "slipway run", which uploads it, or give its URI under inputs as "${node.node}.${name}"`,
            },
          );
        } else if (uri.toLowerCase().startsWith(own.toLowerCase()) && !liesIn(uri.slice(own.length), project)) {
          collector.error(
            'SL5110',
            `input "${name}" of node "${node.node}" names "${uri}", which is not a file of project "${project}"`,
            undefined,
            {
              hint: `upload the file to this project, or use one below ${own}projects/${project}/`,
            },
          );
        }
      }
    }
  }
  return collector.diagnostics();
}

function liesIn(key: string, project: string): boolean {
  return key.startsWith(`projects/${project}/`) && !key.split('/').includes('..');
}
