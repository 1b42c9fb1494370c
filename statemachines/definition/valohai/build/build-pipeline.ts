import type { DiagnosticCollector } from '../../../diagnostics/diagnostic-collector.ts';
import type { Located } from '../../../diagnostics/source-span.ts';
import type { PipelineBlueprint, PipelineParameterDefinition } from '../../pipeline-definition.ts';
import type { Cursor } from '../cursor.ts';
import { field, given, givenField, items, keySpan, located, oneOrMore, requiredField } from '../cursor.ts';
import { quoted } from '../describe-value.ts';
import type { PipelineParameterSource, PipelineSource } from '../schema/pipeline-schema.ts';
import { splitSocket } from '../socket.ts';
import { buildEdge } from './build-edge.ts';
import { buildNode } from './build-node.ts';
import { buildSchedule } from './build-schedule.ts';
import { buildSweep } from './build-sweep.ts';
import { durationField } from './fields.ts';

export function buildPipeline(cursor: Cursor<PipelineSource>, faults: DiagnosticCollector): PipelineBlueprint {
  const { value, node } = cursor;
  const sweep = field(cursor, 'sweep');
  return {
    name: located(requiredField(cursor, 'name')),
    nodes: items(field(cursor, 'nodes')).map((one) => buildNode(one, faults)),
    edges: items(field(cursor, 'edges')).flatMap((edge) => buildEdge(edge, faults) ?? []),
    parameters: items(field(cursor, 'parameters')).map((parameter) => buildPipelineParameter(parameter, faults)),
    reuseExecutions: value['reuse-executions'] ?? false,
    ...given('sweep', sweep === undefined ? undefined : buildSweep(sweep, faults)),
    schedules: items(field(cursor, 'schedules')).map((schedule) => buildSchedule(schedule, faults)),
    finally: items(field(cursor, 'finally')).map(located),
    ...given('timeoutSeconds', durationField(field(cursor, 'timeout'), faults)),
    statusMode: value['status-mode'] ?? 'outcome',
    span: node.span,
  };
}

function buildPipelineParameter(
  cursor: Cursor<PipelineParameterSource>,
  faults: DiagnosticCollector,
): PipelineParameterDefinition {
  const name = located(requiredField(cursor, 'name'));
  const one = field(cursor, 'target');
  const several = field(cursor, 'targets');
  if (one !== undefined && several !== undefined) {
    faults.error(
      'SL1028',
      `pipeline parameter "${name.value}" has both "target" and "targets"`,
      keySpan(cursor.node, 'target'),
      {
        hint: 'put all targets into "targets"',
      },
    );
  }
  const targets = [...oneOrMore(one), ...oneOrMore(several)].flatMap((target) => readTarget(target, faults) ?? []);
  if (one === undefined && oneOrMore(several).length === 0) {
    faults.warning('SL1082', `pipeline parameter "${name.value}" has no targets, so it changes nothing`, name.span, {
      hint: `add "targets: [node.parameter.${name.value}]"`,
    });
  }
  return {
    name,
    ...givenField(cursor, 'default', 'default'),
    targets,
    ...givenField(cursor, 'category', 'category'),
    ...givenField(cursor, 'description', 'description'),
    span: cursor.node.span,
  };
}

/** `node.parameter.name`; here, unlike in edges, Valohai takes the plural without a word. */
function readTarget(cursor: Cursor<string>, faults: DiagnosticCollector): Located<string> | undefined {
  const { value, node } = cursor;
  const [target, type, key] = splitSocket(value);
  if (target === undefined || type === undefined || key === undefined || target === '' || key === '') {
    faults.error(
      'SL1064',
      `the target ${quoted(value)} of a pipeline parameter must have 3 parts, node.parameter.name`,
      node.span,
    );
    return undefined;
  }
  if (!type.startsWith('parameter')) {
    faults.error(
      'SL1065',
      `the target ${quoted(value)} is of type ${quoted(type)}; a pipeline parameter sets parameters only`,
      node.span,
      {
        hint: `write "${target}.parameter.${key}"`,
      },
    );
    return undefined;
  }
  return { value: `${target}.parameter.${key}`, span: node.span };
}
