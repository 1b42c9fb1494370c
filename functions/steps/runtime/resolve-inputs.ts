import type { ArtifactReference, Execution } from '../../../platform/runs/run.ts';
import { assertNever } from '../../../statemachines/diagnostics/invariant.ts';
import type { InputPlan, InputSource, NodePlan } from '../../../statemachines/plan/execution-plan.ts';
import type { FileProducer } from '../step-context.ts';
import { fixedFolder, isPattern, outputMatcher } from './match-output.ts';
import type { ReadProducers } from '../../../platform/runs/read-producers.ts';
import type { Parameters } from './resolve-parameters.ts';
import { StepError } from './step-error.ts';

/** One file to bring, before it is brought. */
export interface SourceFile {
  readonly uri: string;
  /** Relative path at the source, and how much of its front a wildcard did not touch. */
  readonly sourcePath: string;
  readonly fixedFolder: string;
  /** What is recorded of it; absent for a file that Slipway does not own or has yet to look up. */
  readonly artifact?: ArtifactReference;
  readonly producer?: FileProducer;
}

export interface ResolvedInput {
  readonly plan: InputPlan;
  readonly files: readonly SourceFile[];
}

/** Keys that match a wildcard URI, as URIs. */
export type ListUris = (wildcard: string) => Promise<readonly string[]>;

/** Which files each input of a trial consists of, in the order of the plan's sources, then in trial order. */
export async function resolveInputs(
  plan: NodePlan,
  parameters: Parameters,
  producers: ReadProducers,
  listUris: ListUris,
): Promise<readonly ResolvedInput[]> {
  const inputs: ResolvedInput[] = [];
  for (const input of plan.inputs) {
    const files: SourceFile[] = [];
    const whole = await wholeOnly(input, producers);
    for (const source of input.sources)
      files.push(...(await resolveSource(source, input, plan, parameters, whole, listUris)));
    if (files.length === 0 && !input.optional) throw noFile(plan, input, await describeSources(input, producers));
    inputs.push({ plan: input, files });
  }
  return inputs;
}

async function resolveSource(
  source: InputSource,
  input: InputPlan,
  plan: NodePlan,
  parameters: Parameters,
  producers: ReadProducers,
  listUris: ListUris,
): Promise<readonly SourceFile[]> {
  switch (source.kind) {
    case 'uri': {
      const uri = fillParameters(source.uri, parameters);
      checkScheme(uri, input, plan);
      const fixed = fixedFolder(pathOf(uri));
      if (!uri.startsWith('s3://') || !isPattern(uri)) return [{ uri, sourcePath: pathOf(uri), fixedFolder: fixed }];
      return (await listUris(uri)).map((found) => ({ uri: found, sourcePath: pathOf(found), fixedFolder: fixed }));
    }
    case 'output': {
      const matches = outputMatcher(source.pattern);
      const fixed = fixedFolder(source.pattern);
      return (await readable(source, producers)).flatMap((execution) =>
        execution.outputs
          .filter(({ path }) => matches(path))
          .map((artifact) => ({
            uri: artifact.uri,
            sourcePath: artifact.path,
            fixedFolder: fixed,
            artifact,
            producer: producerOf(execution),
          })),
      );
    }
    case 'input':
      return (await readable(source, producers)).flatMap((execution) =>
        (execution.inputs[source.input] ?? []).map((artifact) => ({
          uri: artifact.uri,
          sourcePath: artifact.path,
          fixedFolder: '',
          artifact,
        })),
      );
    default:
      return assertNever(source);
  }
}

/** Of several nodes that fill one input, one that succeeded leaves aside what a failed one has left: files may be half written. */
async function wholeOnly(input: InputPlan, producers: ReadProducers): Promise<ReadProducers> {
  const brought = input.sources.filter((source) => source.kind !== 'uri');
  const executions = (await Promise.all(brought.map((source) => producers(source.producer)))).flat();
  if (!executions.some(({ status }) => status === 'succeeded')) return producers;
  return async (reference) => (await producers(reference)).filter(({ status }) => status === 'succeeded');
}

/** A gathering node takes the trials that succeeded; elsewhere what a failed producer has left is all there is. */
async function readable(
  source: Extract<InputSource, { kind: 'output' | 'input' }>,
  producers: ReadProducers,
): Promise<readonly Execution[]> {
  const executions = await producers(source.producer);
  const gathered = source.producer.axes.some((axis) => axis.gathered);
  return gathered ? executions.filter(({ status }) => status === 'succeeded') : executions;
}

function producerOf({ runId, node, executionId, trial, parameters }: Execution): FileProducer {
  return { runId, node, executionId, trial, parameters };
}

function fillParameters(uri: string, parameters: Parameters): string {
  return uri.replace(/\{parameter:([^}]+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    return value === undefined || value === null ? whole : String(value);
  });
}

function checkScheme(uri: string, input: InputPlan, plan: NodePlan): void {
  if (/^(s3|https?):\/\//.test(uri)) return;
  const known = /^(datum|dataset):\/\//.test(uri)
    ? 'datasets and aliases are not resolved by this version; give the s3:// or https:// address of the file'
    : 'an input is an s3:// or https:// address, or a file that is uploaded when the run is started (-i name=path)';
  throw new StepError('errored', `input "${input.name}" of node "${plan.node}" is "${uri}"; ${known}`);
}

/** Path of a URI without its query, below the bucket or host. */
function pathOf(uri: string): string {
  if (uri.startsWith('s3://')) return uri.replace(/^s3:\/\/[^/]+\//, '');
  const { pathname } = new URL(uri);
  try {
    return decodeURIComponent(pathname.slice(1));
  } catch {
    return pathname.slice(1);
  }
}

function noFile(plan: NodePlan, input: InputPlan, tried: string): StepError {
  return new StepError(
    'errored',
    `input "${input.name}" of node "${plan.node}" got no file: ${tried}; make it optional, or let it match`,
  );
}

async function describeSources(input: InputPlan, producers: ReadProducers): Promise<string> {
  if (input.sources.length === 0) return 'nothing fills it';
  const tried = input.sources.map(async (source) => {
    if (source.kind === 'uri') return `nothing lies at "${source.uri}"`;
    if (source.kind === 'input') return `input "${source.input}" of node "${source.producer.node}" got none`;
    const paths = (await producers(source.producer)).flatMap(({ outputs }) => outputs.map(({ path }) => `"${path}"`));
    const wrote =
      paths.length === 0 ? 'wrote nothing' : `wrote ${paths.slice(0, 5).join(', ')}${paths.length > 5 ? ', …' : ''}`;
    return `"${source.pattern}" matches no output of node "${source.producer.node}", which ${wrote}`;
  });
  return (await Promise.all(tried)).join('; ');
}
