import type {
  EnvironmentVariableDefinition,
  InputDefinition,
  OverrideDefinition,
  ParameterDefinition,
  StepDefinition,
  StepWork,
} from '../definition/pipeline-definition.ts';
import type { GraphInput, GraphStep } from './pipeline-graph.ts';

/** A step as one node uses it. Merged by name, as Valohai does: an override without a default clears the default. */
export function mergeStep(step: StepDefinition, override: OverrideDefinition | undefined): GraphStep {
  const timeoutSeconds = step.timeoutSeconds ?? step.timeLimitSeconds;
  return {
    name: step.name.value,
    work: mergeWork(step.work, override),
    parameters: step.parameters.map((parameter) => mergeParameter(parameter, override)),
    inputs: step.inputs.map((input) => mergeInput(input, override)),
    environmentVariables: mergeVariables(step.environmentVariables, override?.environmentVariables ?? []),
    ...(step.compute === undefined ? {} : { compute: step.compute.value }),
    ...(step.memoryMb === undefined ? {} : { memoryMb: step.memoryMb.value }),
    ...(step.storageMb === undefined ? {} : { storageMb: step.storageMb.value }),
    // 0 is Valohai's "no limit".
    ...(timeoutSeconds === undefined || timeoutSeconds.value === 0 ? {} : { timeoutSeconds: timeoutSeconds.value }),
    ...(step.retry === undefined ? {} : { retry: step.retry }),
  };
}

function mergeWork(work: StepWork, override: OverrideDefinition | undefined): StepWork {
  if (work.kind === 'handler' || override === undefined) return work;
  return { kind: 'command', image: override.image ?? work.image, command: override.command ?? work.command };
}

function mergeParameter(parameter: ParameterDefinition, override: OverrideDefinition | undefined): ParameterDefinition {
  const found = override?.parameters.find((candidate) => candidate.name.value === parameter.name.value);
  const { default: own, ...rest } = parameter;
  const value = found === undefined ? own : found.default;
  return value === undefined ? rest : { ...rest, default: value };
}

function mergeInput(input: InputDefinition, override: OverrideDefinition | undefined): GraphInput {
  const found = override?.inputs.find((candidate) => candidate.name.value === input.name.value);
  return {
    name: input.name.value,
    default: found === undefined ? input.default : found.default,
    optional: input.optional,
    ...(input.filename === undefined ? {} : { filename: input.filename.value }),
    keepDirectories: input.keepDirectories,
    download: input.download,
    span: input.span,
  };
}

function mergeVariables(
  step: readonly EnvironmentVariableDefinition[],
  override: readonly EnvironmentVariableDefinition[],
): readonly EnvironmentVariableDefinition[] {
  const replaced = new Map(override.map((variable) => [variable.name.value, variable]));
  const own = new Set(step.map((variable) => variable.name.value));
  return [
    ...step.map((variable) => replaced.get(variable.name.value) ?? variable),
    ...override.filter((variable) => !own.has(variable.name.value)),
  ];
}
