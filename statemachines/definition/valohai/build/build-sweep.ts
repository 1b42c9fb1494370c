import type { DiagnosticCollector } from '../../../diagnostics/diagnostic-collector.ts';
import type { Located } from '../../../diagnostics/source-span.ts';
import type { ParameterScalar, SweepAxisDefinition, SweepDefinition } from '../../pipeline-definition.ts';
import { childOf } from '../../yaml/yaml-node.ts';
import type { Cursor } from '../cursor.ts';
import { field, givenField, items, keySpan, located } from '../cursor.ts';
import type { ShortSweepSource, SweepSource } from '../schema/pipeline-schema.ts';
import { ON_CHILD_ERROR, wordField } from './fields.ts';

type Axes = Readonly<Record<string, readonly ParameterScalar[]>>;

export function buildSweep(
  cursor: Cursor<SweepSource | ShortSweepSource>,
  faults: DiagnosticCollector,
): SweepDefinition {
  const { value, node } = cursor;
  if (!isLong(value)) {
    return { axes: buildAxes({ value, node }, faults), onChildError: 'continue-and-error', span: node.span };
  }
  const long: Cursor<SweepSource> = { value, node };
  return {
    axes: buildAxes({ value: value.parameters, node: childOf(node, 'parameters') ?? node }, faults),
    onChildError:
      wordField(field(long, 'on-child-error'), ON_CHILD_ERROR, '"on-child-error" of the sweep', faults) ??
      'continue-and-error',
    ...givenField(long, 'maximum-queued-executions', 'maximumQueuedExecutions'),
    ...givenField(long, 'execution-batch-size', 'executionBatchSize'),
    ...givenField(long, 'optimization-target-metric', 'optimizationTargetMetric'),
    span: node.span,
  };
}

function isLong(sweep: SweepSource | ShortSweepSource): sweep is SweepSource {
  return 'parameters' in sweep && !Array.isArray(sweep.parameters);
}

/** In the order written. Keys of the file, not of the object: JavaScript would put the axis "1" before "a". */
function buildAxes(cursor: Cursor<Axes>, faults: DiagnosticCollector): readonly SweepAxisDefinition[] {
  const { value, node } = cursor;
  const names = node.kind === 'map' ? [...node.entries.keys()] : Object.keys(value);
  if (names.length === 0) {
    faults.error('SL1090', 'the sweep has no axes', node.span, {
      hint: 'name a parameter of the pipeline and its values, such as "epochs: [2, 5]"',
    });
  }
  return names.map((name) =>
    buildAxis(name, { value: value[name] ?? [], node: childOf(node, name) ?? node }, cursor, faults),
  );
}

function buildAxis(
  name: string,
  values: Cursor<readonly ParameterScalar[]>,
  axes: Cursor<Axes>,
  faults: DiagnosticCollector,
): SweepAxisDefinition {
  const parameter = { value: name, span: keySpan(axes.node, name) };
  if (values.value.length === 0) {
    faults.error('SL1090', `the axis "${name}" has no values`, parameter.span, {
      hint: `write its values, such as "${name}: [a, b]"`,
    });
  }
  return { parameter, values: withoutRepeats(items(values).map(located), name, faults), span: values.node.span };
}

function withoutRepeats(
  values: readonly Located<ParameterScalar>[],
  axis: string,
  faults: DiagnosticCollector,
): readonly Located<ParameterScalar>[] {
  const first = new Map<ParameterScalar, Located<ParameterScalar>>();
  for (const value of values) {
    const earlier = first.get(value.value);
    if (earlier === undefined) {
      first.set(value.value, value);
      continue;
    }
    faults.warning(
      'SL1091',
      `the axis "${axis}" has the value ${JSON.stringify(value.value)} twice; it is tried once`,
      value.span,
      {
        hint: 'remove one of the two',
        related: [{ message: 'it is first written here', span: earlier.span }],
      },
    );
  }
  return [...first.values()];
}
