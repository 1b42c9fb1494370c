import type { DiagnosticCollector } from '../../../diagnostics/diagnostic-collector.ts';
import { didYouMean } from '../../../diagnostics/suggest.ts';
import type { EdgeDefinition, SocketDefinition } from '../../pipeline-definition.ts';
import { childOf } from '../../yaml/yaml-node.ts';
import type { Cursor } from '../cursor.ts';
import { given, requiredField } from '../cursor.ts';
import { listed, quoted } from '../describe-value.ts';
import type { EdgeSource } from '../schema/pipeline-schema.ts';
import { isSocketType, singularSocketType, SOCKET_TYPES, splitSocket } from '../socket.ts';

/** Nothing, and faults, where an end of the edge cannot be read. */
export function buildEdge(cursor: Cursor<EdgeSource>, faults: DiagnosticCollector): EdgeDefinition | undefined {
  const { source, target, configuration } = endsOf(cursor);
  const from = buildSocket(source, 'source', faults);
  const to = buildSocket(target, 'target', faults);
  if (from === undefined || to === undefined) return undefined;
  return { source: from, target: to, ...given('configuration', configuration), span: cursor.node.span };
}

function endsOf({ value, node }: Cursor<EdgeSource>): {
  readonly source: Cursor<string>;
  readonly target: Cursor<string>;
  readonly configuration?: Readonly<Record<string, unknown>> | undefined;
} {
  if (Array.isArray(value)) {
    return {
      source: { value: value[0] ?? '', node: childOf(node, 0) ?? node },
      target: { value: value[1] ?? '', node: childOf(node, 1) ?? node },
    };
  }
  const edge = { value, node };
  return {
    source: requiredField(edge, 'source'),
    target: requiredField(edge, 'target'),
    configuration: value.configuration,
  };
}

function buildSocket(
  cursor: Cursor<string>,
  end: 'source' | 'target',
  faults: DiagnosticCollector,
): SocketDefinition | undefined {
  const { value, node } = cursor;
  const [name, type, key, ...rest] = splitSocket(value);
  if (name === undefined || type === undefined || key === undefined || rest.length > 0 || name === '' || key === '') {
    const parts = value.split('.').filter((part) => part !== '').length;
    faults.error(
      'SL1061',
      `the ${end} ${quoted(value)} of an edge must have 3 parts, node.type.key; it has ${parts}`,
      node.span,
      {
        hint: end === 'source' ? 'write, for example, train.output.model*' : 'write, for example, predict.input.models',
      },
    );
    return undefined;
  }
  const singular = singularSocketType(type);
  if (singular !== undefined) {
    faults.warning('SL1063', `${quoted(value)} is read as "${name}.${singular}.${key}"`, node.span, {
      hint: `write "${singular}", without the plural`,
    });
  } else if (!isSocketType(type)) {
    const message = `the ${end} ${quoted(value)} of an edge has the unknown type ${quoted(type)}${didYouMean(type, SOCKET_TYPES)}`;
    faults.error('SL1062', message, node.span, { hint: `types are ${listed(SOCKET_TYPES, 'and')}` });
    return undefined;
  }
  const known = singular ?? (isSocketType(type) ? type : undefined);
  if (known === undefined) return undefined;
  // An edge's end is one piece of text: the node's name is its beginning.
  return {
    node: { value: name, span: { ...node.span, length: Math.min(node.span.length, name.length) } },
    type: known,
    key,
    span: node.span,
  };
}
