import { createDiagnosticCollector } from '../../statemachines/diagnostics/diagnostic-collector.ts';
import type { Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';
import { inParallel } from '../concurrency/in-parallel.ts';
import { codeKey } from './pipeline-keys.ts';
import type { PipelineObjects } from './pipeline-objects.ts';
import type { ResolvedFunctions } from './resolve-functions.ts';
import type { StepLambdas } from './step-lambdas.ts';

/** Lambda's longest. A node's own time limit stands in the ASL. */
const timeoutSeconds = 900;

/** Makes the functions of users' handlers; what cannot be is said, every fault at once. */
export async function ensureHandlers(
  { lambdas, objects }: { readonly lambdas: StepLambdas; readonly objects: PipelineObjects },
  project: string,
  handlers: ResolvedFunctions['userHandlers'],
): Promise<readonly Diagnostic[]> {
  const collector = createDiagnosticCollector();
  await inParallel(handlers, 8, async ({ handler, digest, functionName, resources }) => {
    if ((await objects.sizeOf(codeKey(project, digest))) === undefined) {
      collector.error('SL5102', `the code of handler "${handler}" was never uploaded: digest "${digest}"`, undefined, {
        hint: `upload the bundle with POST /v1/code/${digest}`,
      });
      return;
    }
    const made = await lambdas.ensure({
      functionName,
      codeKey: codeKey(project, digest),
      ...resources,
      timeoutSeconds,
    });
    if (made.kind === 'not-deployed') {
      collector.error(
        'SL5103',
        `the code of handler "${handler}" is not deployed here: there is no function "${functionName}"`,
        undefined,
        {
          hint: "add the pipeline to the CDK app (new SlipwayPipeline(this, 'Name', { definition, platform })) and deploy it",
        },
      );
    }
  });
  return collector.diagnostics();
}
