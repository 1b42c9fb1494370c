import type { DiagnosticCollector } from '../../../diagnostics/diagnostic-collector.ts';
import type { ParameterDefinition, ParameterOverride } from '../../pipeline-definition.ts';
import type { Cursor } from '../cursor.ts';
import { field, given, givenField, items, keySpan, located, requiredField } from '../cursor.ts';
import type { ParameterSource } from '../schema/parameter-schema.ts';
import { buildDefault } from './build-default.ts';

export function buildParameter(cursor: Cursor<ParameterSource>, faults: DiagnosticCollector): ParameterDefinition {
  const { value, node } = cursor;
  const name = located(requiredField(cursor, 'name'));
  const type = value.type ?? 'string';
  const choices = field(cursor, 'choices');
  const multiple = value.multiple ?? 'none';
  const isFlag = type === 'flag';
  if (isFlag && multiple !== 'none') {
    faults.error(
      'SL1070',
      `flag "${name.value}" is multiple ("${multiple}"); a flag is there or not, and has no list of values`,
      keySpan(node, 'multiple'),
      {
        hint: 'remove "multiple", or make the parameter a string',
      },
    );
  }
  if (isFlag && value.optional === true) {
    faults.warning('SL1071', `flag "${name.value}" is "optional"; flags always are`, keySpan(node, 'optional'), {
      hint: 'remove "optional"',
    });
  }
  return {
    name,
    type,
    optional: isFlag || (value.optional ?? false),
    ...given('default', buildDefault(field(cursor, 'default'), value)),
    ...givenField(cursor, 'min', 'min'),
    ...givenField(cursor, 'max', 'max'),
    ...given('choices', choices === undefined || choices.value.length === 0 ? undefined : items(choices).map(located)),
    multiple,
    // As in Valohai, an empty separator is the default one.
    multipleSeparator: value['multiple-separator'] || ',',
    ...givenField(cursor, 'pass-as', 'passAs'),
    ...givenField(cursor, 'pass-true-as', 'passTrueAs'),
    ...givenField(cursor, 'pass-false-as', 'passFalseAs'),
    ...given('widget', widgetOf(value.widget)),
    ...givenField(cursor, 'category', 'category'),
    ...givenField(cursor, 'description', 'description'),
    span: node.span,
  };
}

export function buildParameterOverride(cursor: Cursor<ParameterSource>): ParameterOverride {
  return {
    name: located(requiredField(cursor, 'name')),
    ...given('default', buildDefault(field(cursor, 'default'), cursor.value)),
    span: cursor.node.span,
  };
}

function widgetOf(widget: ParameterSource['widget']): ParameterDefinition['widget'] {
  if (widget === undefined) return undefined;
  if (typeof widget === 'string') return { type: widget };
  return { type: widget.type, ...given('settings', widget.settings) };
}
