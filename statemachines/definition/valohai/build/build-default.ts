import type { Located } from '../../../diagnostics/source-span.ts';
import type { ParameterScalar, ParameterType, ParameterValue } from '../../pipeline-definition.ts';
import type { YamlNode } from '../../yaml/yaml-node.ts';
import { childOf } from '../../yaml/yaml-node.ts';
import type { Cursor } from '../cursor.ts';
import type { ParameterSource } from '../schema/parameter-schema.ts';

/**
 * The default as the parameter's type would have it: `"5"` of an integer is 5, `1.10` of a string is "1.10". What does
 * not fit stays as written, and is warned of by a rule. A lone default of a multiple parameter is a list of one.
 */
export function buildDefault(
  cursor: Cursor<ParameterValue> | undefined,
  parameter: Pick<ParameterSource, 'type' | 'multiple'>,
): Located<ParameterValue> | undefined {
  if (cursor === undefined) return undefined;
  const { value, node } = cursor;
  const type = parameter.type ?? 'string';
  const span = node.span;
  if (value === null) return { value, span };
  if (isList(value))
    return { value: value.map((item, index) => typed(item, childOf(node, index) ?? node, type)), span };
  const single = typed(value, node, type);
  const isMultiple = parameter.multiple === 'repeat' || parameter.multiple === 'separate';
  return { value: isMultiple ? [single] : single, span };
}

function isList(value: ParameterValue): value is readonly ParameterScalar[] {
  return Array.isArray(value);
}

function typed(value: ParameterScalar, node: YamlNode, type: ParameterType): ParameterScalar {
  switch (type) {
    case 'string':
      return typeof value === 'number' && node.kind === 'scalar' ? node.source : value;
    case 'integer':
      return typeof value === 'string' && /^\s*[+-]?\d+(?:_\d+)*\s*$/u.test(value)
        ? Number(value.replaceAll('_', ''))
        : value;
    case 'float':
      return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
    case 'flag':
      return value;
  }
}
