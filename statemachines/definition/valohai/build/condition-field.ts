import type { DiagnosticCollector } from '../../../diagnostics/diagnostic-collector.ts';
import type { Severity } from '../../../diagnostics/diagnostic.ts';
import type { Located } from '../../../diagnostics/source-span.ts';
import { suggest } from '../../../diagnostics/suggest.ts';
import type { ConditionExpression } from '../condition-expression.ts';
import { CONDITION_FUNCTIONS, parseCondition } from '../condition-expression.ts';
import type { Cursor } from '../cursor.ts';
import { located } from '../cursor.ts';
import { listed } from '../describe-value.ts';

/** A condition, checked for syntax. Valohai refuses a bad stop-condition, but takes a bad `if`: that is only a warning. */
export function conditionField(
  cursor: Cursor<string> | undefined,
  faults: DiagnosticCollector,
  severity: Severity = 'error',
): Located<string> | undefined {
  if (cursor === undefined) return undefined;
  const parsed = parseCondition(cursor.value);
  const span = cursor.node.span;
  if (parsed.kind === 'fault') {
    const place = parsed.fault.offset === 0 ? '' : ` (character ${parsed.fault.offset + 1} of the condition)`;
    faults[severity]('SL1030', `the condition cannot be read: ${parsed.fault.message}${place}`, span, {
      hint: 'write a comparison such as "accuracy >= 0.9 and epoch > 3"',
    });
  } else {
    for (const name of unknownFunctions(parsed.expression)) {
      faults.warning(
        'SL1032',
        `the condition calls "${name}"; functions are ${listed(CONDITION_FUNCTIONS, 'and')}`,
        span,
        {
          hint:
            suggest(name, CONDITION_FUNCTIONS).length === 0
              ? undefined
              : `did you mean ${listed(suggest(name, CONDITION_FUNCTIONS))}?`,
        },
      );
    }
  }
  return located(cursor);
}

function unknownFunctions(expression: ConditionExpression): readonly string[] {
  switch (expression.kind) {
    case 'boolean':
      return expression.operands.flatMap(unknownFunctions);
    case 'not':
    case 'sign':
      return unknownFunctions(expression.operand);
    case 'compare':
    case 'arithmetic':
      return [...unknownFunctions(expression.left), ...unknownFunctions(expression.right)];
    case 'call': {
      const known = CONDITION_FUNCTIONS.some((name) => name === expression.name);
      return [...(known ? [] : [expression.name]), ...expression.arguments.flatMap(unknownFunctions)];
    }
    case 'collection':
      return expression.items.flatMap(unknownFunctions);
    case 'name':
    case 'constant':
      return [];
  }
}
