import { resolve } from 'node:path';
import type { ParameterValue } from '../../statemachines/definition/pipeline-definition.ts';
import type { Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';
import type { PipelineGraph } from '../../statemachines/graph/pipeline-graph.ts';
import { pruneGraph } from '../../statemachines/graph/prune-graph.ts';
import { planPipeline } from '../../statemachines/plan/plan-pipeline.ts';
import type { CodeBundle } from '../../client/node/upload-code.ts';
import type { CommandContext } from '../command-context.ts';
import { faultError, hasErrors } from '../definition/fault-error.ts';
import { loadPipeline } from '../definition/load-pipeline.ts';
import { bundleHandlers } from './bundle-handlers.ts';
import { handlersOf } from './handlers-of.ts';
import type { InputItem, InputItems } from './local-inputs.ts';
import { findInputs } from './local-inputs.ts';
import { parameterValues, parseAssignments } from './parse-assignments.ts';

export interface RunRequest {
  readonly pipeline?: string;
  readonly parameter: readonly string[];
  readonly input: readonly string[];
  /** None: all nodes. */
  readonly target: readonly string[];
}

/** A run that this machine finds nothing wrong with. */
export interface PreparedRun {
  readonly file: string;
  readonly text: string;
  readonly graph: PipelineGraph;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly inputs: InputItems;
  readonly targets?: readonly string[];
  readonly bundles: ReadonlyMap<string, CodeBundle>;
}

/** Reads, checks and bundles everything before the API hears of it, so that every fault is told at once and early. */
export async function prepareRun(context: CommandContext, file: string, request: RunRequest): Promise<PreparedRun> {
  const parameters = parameterValues(request.parameter);
  const givenInputs = parseAssignments('-i', request.input);
  const { text, graph } = await loadPipeline(context, file, request.pipeline);

  const targets = request.target.length === 0 ? undefined : request.target;
  const part = targets === undefined ? graph : pruneGraph(graph, targets);
  const { items: inputs, diagnostics: ofFiles } = await findInputs(part, givenInputs, file, context.terminal.folder);
  const { bundles, diagnostics: ofCode } = await bundleHandlers(
    handlersOf(graph),
    resolve(context.terminal.folder, file),
  );
  const { diagnostics: ofValues } = planPipeline(graph, {
    definitionHash: '',
    parameters,
    targets,
    inputs: Object.fromEntries([...inputs].map(([key, items]) => [key, items.map(uriOnceUploaded)])),
  });
  const errors = [...ofValues, ...ofFiles, ...ofCode].filter((diagnostic) => hasErrors([diagnostic]));
  if (errors.length > 0) throw faultError(context, file, text, errors, whatIsAtFault(file, errors));
  return { file, text, graph, parameters, inputs, bundles, ...(targets === undefined ? {} : { targets }) };
}

/** A fault of the file has a place in it; one of -p and -i has none. */
function whatIsAtFault(file: string, errors: readonly Diagnostic[]): string {
  const ofFile = errors.filter(({ span }) => span !== undefined).length;
  if (ofFile === errors.length) return `"${file}"`;
  return ofFile === 0 ? `the values given for "${file}"` : `"${file}" with the values given`;
}

/** Stands for a file's address until the API has given it one. */
function uriOnceUploaded(item: InputItem): string {
  return item.kind === 'uri' ? item.uri : `s3://uploads/${encodeURIComponent(item.written)}`;
}
