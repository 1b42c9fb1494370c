import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { builtInHandlers } from '../platform/pipelines/built-in-handlers.ts';
import { checkWork } from '../platform/pipelines/check-work.ts';
import type { CompiledPipeline } from '../statemachines/asl/compiled-pipeline.ts';
import { compilePipeline } from '../statemachines/compile.ts';
import type { Diagnostic } from '../statemachines/diagnostics/diagnostic.ts';
import { formatDiagnostics } from '../statemachines/diagnostics/format-diagnostic.ts';
import { bundleForDeployment } from './bundle-for-deployment.ts';

/** The code of users' handlers: `zip` is an absolute path, `digest` the SHA-256 of its bytes. */
export type StepCode = Readonly<Record<string, { readonly zip: string; readonly digest: string }>>;

export interface CompiledDefinition {
  readonly compiled: CompiledPipeline;
  /** As people name it, for messages. */
  readonly file: string;
  readonly text: string;
  readonly code: StepCode;
}

/** A pipeline of a definition file with the code of its handlers, bundled. Throws with every fault of the file at once. */
export function compileDefinition(path: string, pipeline: string | undefined): CompiledDefinition {
  const place = resolve(path);
  const file = relative(process.cwd(), place) || place;
  const text = readFileSync(place, 'utf8');
  const options = pipeline === undefined ? {} : { pipeline };
  const first = accepted(compilePipeline(text, file, options), text);
  const handlers = handlersOf(first).map((handler) => {
    const [source = '', exportName = 'default'] = handler.split('#');
    return { handler, file: resolve(dirname(place), source), exportName };
  });
  if (handlers.length === 0) return { compiled: first, file, text, code: {} };
  const code = bundleForDeployment({ platform: false, handlers }).handlers;
  const codeDigests = Object.fromEntries(Object.entries(code).map(([handler, { digest }]) => [handler, digest]));
  return { compiled: accepted(compilePipeline(text, file, { ...options, codeDigests }), text), file, text, code };
}

function accepted(
  result: { readonly value: CompiledPipeline | undefined; readonly diagnostics: readonly Diagnostic[] },
  text: string,
): CompiledPipeline {
  const { value } = result;
  const faults = value === undefined ? result.diagnostics : checkWork(value.plan);
  if (value !== undefined && faults.length === 0) return value;
  throw new Error(`the pipeline cannot be deployed:\n${formatDiagnostics(faults, text)}`);
}

/** Those that the pipeline brings along, each once. */
function handlersOf({ plan }: CompiledPipeline): readonly string[] {
  const handlers = plan.nodes.flatMap(({ work }) => (work.kind === 'handler' ? [work.handler] : []));
  return [...new Set(handlers)].filter((handler) => !Object.hasOwn(builtInHandlers, handler));
}
