import type { DiagnosticCollector } from '../../../diagnostics/diagnostic-collector.ts';
import type { RetryDefinition, StepDefinition, StepWork } from '../../pipeline-definition.ts';
import type { Cursor } from '../cursor.ts';
import { field, given, givenField, items, keySpan, located, oneOrMore, requiredField } from '../cursor.ts';
import { quoted } from '../describe-value.ts';
import type { StepSource } from '../schema/step-schema.ts';
import { buildParameter } from './build-parameter.ts';
import { buildEnvironmentVariable, buildInput, buildMount, buildOutput, buildResources } from './build-step-parts.ts';
import { conditionField } from './condition-field.ts';
import { durationField, memoryField } from './fields.ts';

export function buildStep(cursor: Cursor<StepSource>, faults: DiagnosticCollector): StepDefinition {
  const name = located(requiredField(cursor, 'name'));
  const resources = field(cursor, 'resources');
  const retry = field(cursor, 'retry');
  return {
    name,
    work: buildWork(cursor, faults),
    parameters: items(field(cursor, 'parameters')).map((parameter) => buildParameter(parameter, faults)),
    inputs: items(field(cursor, 'inputs')).map(buildInput),
    outputs: items(field(cursor, 'outputs')).map(buildOutput),
    environmentVariables: items(field(cursor, 'environment-variables')).map(buildEnvironmentVariable),
    environmentVariableGroups: items(field(cursor, 'environment-variable-groups')).map(located),
    ...givenField(cursor, 'environment', 'environment'),
    ...givenField(cursor, 'runtime-config-preset', 'runtimeConfigPreset'),
    mounts: items(field(cursor, 'mounts')).map(buildMount),
    cacheVolumes: items(field(cursor, 'cache-volumes')).map(located),
    ...given('timeLimitSeconds', durationField(field(cursor, 'time-limit'), faults)),
    ...given('noOutputTimeoutSeconds', durationField(field(cursor, 'no-output-timeout'), faults)),
    ...given('stopCondition', conditionField(field(cursor, 'stop-condition'), faults)),
    ...givenField(cursor, 'source-path', 'sourcePath'),
    ...givenField(cursor, 'upload-store', 'uploadStore'),
    ...given('resources', resources === undefined ? undefined : buildResources(resources)),
    ...givenField(cursor, 'category', 'category'),
    ...givenField(cursor, 'icon', 'icon'),
    ...givenField(cursor, 'description', 'description'),
    ...givenField(cursor, 'compute', 'compute'),
    ...given('memoryMb', memoryField(field(cursor, 'memory'), faults)),
    ...given('storageMb', memoryField(field(cursor, 'storage'), faults)),
    ...given('timeoutSeconds', durationField(field(cursor, 'timeout'), faults)),
    ...given('retry', retry === undefined ? undefined : buildRetry(retry, faults)),
    span: cursor.node.span,
  };
}

function buildWork(cursor: Cursor<StepSource>, faults: DiagnosticCollector): StepWork {
  const handler = field(cursor, 'handler');
  const image = field(cursor, 'image');
  const command = field(cursor, 'command');
  if (handler === undefined) return buildCommand(cursor, faults);
  const clash = image === undefined ? 'command' : 'image';
  if (image !== undefined || command !== undefined) {
    faults.error(
      'SL1028',
      `step "${cursor.value.name}" has both "handler" and "${clash}"`,
      keySpan(cursor.node, clash),
      {
        hint: 'keep handler for a function, or image and command for a container',
      },
    );
  }
  if (!/^[^#\s][^#]*#[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(handler.value)) {
    faults.error('SL1029', `${quoted(handler.value)} is no handler; expected is path#export`, handler.node.span, {
      hint: 'name the file and the function that it exports, such as "steps/train.ts#default"',
    });
  }
  return { kind: 'handler', handler: located(handler) };
}

function buildCommand(cursor: Cursor<StepSource>, faults: DiagnosticCollector): StepWork {
  const image = field(cursor, 'image');
  const command = field(cursor, 'command');
  const { node, value } = cursor;
  if (image === undefined && command === undefined) {
    faults.error('SL1028', `step "${value.name}" has neither "handler" nor "image" and "command"`, node.span, {
      hint: 'add "handler: path#export" for a function, or "image: ..." and "command: ..." for a container',
    });
  } else if (image === undefined || command === undefined) {
    const missing = image === undefined ? 'image' : 'command';
    faults.error('SL1020', `step "${value.name}" has no "${missing}"`, node.span, { hint: `add "${missing}: ..."` });
  }
  return {
    kind: 'command',
    image: image === undefined ? { value: '', span: node.span } : located(image),
    command: oneOrMore(command).map(located),
  };
}

function buildRetry(
  cursor: Cursor<Exclude<StepSource['retry'], undefined>>,
  faults: DiagnosticCollector,
): RetryDefinition {
  const { value, node } = cursor;
  if (typeof value === 'number') return { attempts: { value, span: node.span }, span: node.span };
  const retry = { value, node };
  return {
    attempts: located(requiredField(retry, 'attempts')),
    ...given('intervalSeconds', durationField(field(retry, 'interval'), faults)),
    ...givenField(retry, 'backoff-rate', 'backoffRate'),
    ...given('maxDelaySeconds', durationField(field(retry, 'max-delay'), faults)),
    span: node.span,
  };
}
