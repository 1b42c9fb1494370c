import type { CompiledPipeline } from '../../statemachines/asl/compiled-pipeline.ts';
import { createDiagnosticCollector, diagnosed } from '../../statemachines/diagnostics/diagnostic-collector.ts';
import type { Diagnosed } from '../../statemachines/diagnostics/diagnostic.ts';
import { assertNever } from '../../statemachines/diagnostics/invariant.ts';
import { didYouMean } from '../../statemachines/diagnostics/suggest.ts';
import { builtInHandlers } from './built-in-handlers.ts';
import { type HandlerResources, handlerResources } from './handler-resources.ts';
import type { PipelineVersion } from './pipeline-registry.ts';
import { functionName, stepFunctionName } from './resource-names.ts';

export interface ResolvedFunctions {
  /** Function name by placeholder. */
  readonly substitutions: Readonly<Record<string, string>>;
  /** Users' handlers and the digest of their code. */
  readonly userHandlers: readonly {
    readonly handler: string;
    readonly digest: string;
    readonly functionName: string;
    readonly resources: HandlerResources;
  }[];
}

/** Which Lambda function stands behind each placeholder of the ASL: a built-in step, the platform's own, or a user's code. */
export function resolveFunctions(
  stage: string,
  compiled: CompiledPipeline,
  { code, functions = {} }: Pick<PipelineVersion, 'code' | 'functions'>,
): Diagnosed<ResolvedFunctions> {
  const collector = createDiagnosticCollector();
  const substitutions: Record<string, string> = {};
  const userHandlers = new Map<string, ResolvedFunctions['userHandlers'][number]>();
  for (const placeholder of compiled.machines.flatMap((machine) => machine.functions)) {
    switch (placeholder.kind) {
      case 'platform':
        substitutions[placeholder.placeholder] = functionName(stage, placeholder.function);
        break;
      case 'handler': {
        const { handler } = placeholder;
        const builtIn = Object.hasOwn(builtInHandlers, handler) ? builtInHandlers[handler] : undefined;
        const deployed = Object.hasOwn(functions, handler) ? functions[handler] : undefined;
        const digest = Object.hasOwn(code, handler) ? code[handler] : undefined;
        if (builtIn !== undefined) {
          substitutions[placeholder.placeholder] = functionName(stage, builtIn);
        } else if (deployed !== undefined) {
          substitutions[placeholder.placeholder] = deployed;
        } else if (digest !== undefined) {
          const resources = handlerResources(handler, compiled.plan.nodes);
          const name = stepFunctionName(stage, digest, resources);
          substitutions[placeholder.placeholder] = name;
          userHandlers.set(handler, { handler, digest, functionName: name, resources });
        } else {
          collector.error(
            'SL5101',
            `the handler "${handler}" has no code here${didYouMean(handler, [...Object.keys(builtInHandlers), ...Object.keys(code)])}`,
            undefined,
            {
              hint: `upload its bundle (POST /v1/code/<digest>; "slipway run" does so) and name the digest, or use a built-in step: ${Object.keys(builtInHandlers).join(', ')}`,
            },
          );
        }
        break;
      }
      case 'machine':
        // Known when it is made: `deployStructure`.
        break;
      case 'runner':
        // Work that no function does yet: `checkWork` has refused it.
        break;
      default:
        assertNever(placeholder);
    }
  }
  return diagnosed({ substitutions, userHandlers: [...userHandlers.values()] }, collector);
}
