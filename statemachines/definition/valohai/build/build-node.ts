import type { DiagnosticCollector } from '../../../diagnostics/diagnostic-collector.ts';
import type { Located } from '../../../diagnostics/source-span.ts';
import type { ActionDefinition, NodeDefinition, OverrideDefinition } from '../../pipeline-definition.ts';
import type { Cursor } from '../cursor.ts';
import { field, given, givenField, items, keySpan, located, oneOrMore, requiredField } from '../cursor.ts';
import type { ActionSource, NodeSource, OverrideSource } from '../schema/node-schema.ts';
import { buildParameterOverride } from './build-parameter.ts';
import { buildEnvironmentVariable, buildInputOverride, buildMount } from './build-step-parts.ts';
import { conditionField } from './condition-field.ts';
import { durationField } from './fields.ts';

type SourceOf<Type extends NodeSource['type']> = Extract<NodeSource, { type: Type }>;

export function buildNode(cursor: Cursor<NodeSource>, faults: DiagnosticCollector): NodeDefinition {
  const { value, node } = cursor;
  switch (value.type) {
    case 'execution': {
      const execution: Cursor<SourceOf<'execution'>> = { value, node };
      return { kind: 'execution', ...stepFields(execution, faults), step: located(requiredField(execution, 'step')) };
    }
    case 'task':
      return buildSweepNode({ value, node }, faults);
    case 'deployment': {
      const deployment: Cursor<SourceOf<'deployment'>> = { value, node };
      return {
        kind: 'deployment',
        ...nodeFields(deployment, faults),
        deployment: located(requiredField(deployment, 'deployment')),
        endpoints: items(field(deployment, 'endpoints')).map(located),
        aliases: items(field(deployment, 'aliases')).map(located),
      };
    }
    case 'approval': {
      const approval: Cursor<SourceOf<'approval'>> = { value, node };
      return {
        kind: 'approval',
        ...nodeFields(approval, faults),
        ...givenField(approval, 'message', 'message'),
        ...given('timeoutSeconds', durationField(field(approval, 'timeout'), faults)),
      };
    }
    case 'pipeline': {
      const nested: Cursor<SourceOf<'pipeline'>> = { value, node };
      return { kind: 'pipeline', ...nodeFields(nested, faults), pipeline: located(requiredField(nested, 'pipeline')) };
    }
  }
}

function buildSweepNode(cursor: Cursor<SourceOf<'task'>>, faults: DiagnosticCollector): NodeDefinition {
  const { value, node } = cursor;
  if (value.step === undefined && value.task === undefined) {
    faults.error('SL1028', `node "${value.name}" has neither "step" nor "task"`, node.span, {
      hint: 'a task node runs a step, or a task of this file: add one of the two',
    });
  } else if (value.step !== undefined && value.task !== undefined) {
    faults.error('SL1028', `node "${value.name}" has both "step" and "task"`, keySpan(node, 'step'), {
      hint: 'keep "task", which names its step itself, or keep "step"',
    });
  }
  return {
    kind: 'sweep',
    ...stepFields(cursor, faults),
    ...givenField(cursor, 'step', 'step'),
    ...givenField(cursor, 'task', 'task'),
  };
}

function nodeFields(cursor: Cursor<NodeSource>, faults: DiagnosticCollector) {
  const gather = field(cursor, 'gather');
  const axes = gather === undefined ? undefined : gatherOf(gather);
  return {
    name: located(requiredField(cursor, 'name')),
    onError: cursor.value['on-error'] ?? 'stop-all',
    actions: items(field(cursor, 'actions')).map((action) => buildAction(action, faults)),
    ...givenField(cursor, 'depends', 'depends'),
    ...givenField(cursor, 'when', 'when'),
    ...given('gather', axes),
    span: cursor.node.span,
  } as const;
}

/** `gather: false` is as good as none. */
function gatherOf(cursor: Cursor<boolean | readonly string[]>): Located<true | readonly string[]> | undefined {
  const { value, node } = cursor;
  return value === false ? undefined : { value, span: node.span };
}

function stepFields(cursor: Cursor<SourceOf<'execution'> | SourceOf<'task'>>, faults: DiagnosticCollector) {
  const override = field(cursor, 'override');
  return {
    ...nodeFields(cursor, faults),
    ...given('override', override === undefined ? undefined : buildOverride(override, faults)),
    edgeMergeMode: cursor.value['edge-merge-mode'] ?? 'replace',
    ...givenField(cursor, 'commit', 'commit'),
  } as const;
}

const OVERRIDE_FIELDS = new Set([
  'image',
  'command',
  'parameters',
  'inputs',
  'mounts',
  'environment',
  'runtime-config-preset',
  'environment-variables',
]);

function buildOverride(cursor: Cursor<OverrideSource>, faults: DiagnosticCollector): OverrideDefinition {
  for (const key of Object.keys(cursor.value).filter((found) => !OVERRIDE_FIELDS.has(found))) {
    faults.warning('SL1087', `an override cannot change "${key}"; it is ignored`, keySpan(cursor.node, key), {
      hint: `it can change ${[...OVERRIDE_FIELDS].join(', ')}`,
    });
  }
  const command = field(cursor, 'command');
  return {
    ...givenField(cursor, 'image', 'image'),
    ...given('command', command === undefined ? undefined : oneOrMore(command).map(located)),
    ...givenField(cursor, 'environment', 'environment'),
    ...givenField(cursor, 'runtime-config-preset', 'runtimeConfigPreset'),
    parameters: items(field(cursor, 'parameters')).map(buildParameterOverride),
    inputs: items(field(cursor, 'inputs')).map(buildInputOverride),
    mounts: items(field(cursor, 'mounts')).map(buildMount),
    environmentVariables: items(field(cursor, 'environment-variables')).map(buildEnvironmentVariable),
    span: cursor.node.span,
  };
}

function buildAction(cursor: Cursor<ActionSource>, faults: DiagnosticCollector): ActionDefinition {
  return {
    when: oneOrMore(requiredField(cursor, 'when')).map((when) => ({
      value: when.value.toLowerCase(),
      span: when.node.span,
    })),
    if: oneOrMore(field(cursor, 'if')).flatMap((condition) => conditionField(condition, faults, 'warning') ?? []),
    then: oneOrMore(requiredField(cursor, 'then')).map(located),
    span: cursor.node.span,
  };
}
