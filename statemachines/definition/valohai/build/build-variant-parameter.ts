import type { DiagnosticCollector } from '../../../diagnostics/diagnostic-collector.ts';
import type { VariantParameter } from '../../pipeline-definition.ts';
import type { Cursor } from '../cursor.ts';
import { field, items, keySpan, located, requiredField } from '../cursor.ts';
import { listed } from '../describe-value.ts';
import type { VariantParameterSource } from '../schema/task-schema.ts';
import { wordField } from './fields.ts';

type Rules = VariantParameterSource['rules'];
type RuleName = keyof Rules;

const DISTRIBUTIONS = ['uniform', 'loguniform', 'normal', 'integer'] as const;

/** One parameter of a task; nothing, and a fault, where its rules cannot make values. */
export function buildVariantParameter(
  cursor: Cursor<VariantParameterSource>,
  faults: DiagnosticCollector,
): VariantParameter | undefined {
  const { value, node } = cursor;
  const name = located(requiredField(cursor, 'name'));
  const rules = requiredField(cursor, 'rules');
  const span = node.span;
  // `min`/`max` are taken for `start`/`end` and the other way round: Valohai's own examples use both.
  const { start = rules.value.min, end = rules.value.max, integerify = false } = rules.value;
  const common = { name, span };
  switch (value.style) {
    case 'single': {
      const single = field(rules, 'value');
      return single === undefined
        ? lack(cursor, ['value'], faults)
        : { style: 'single', ...common, value: located(single) };
    }
    case 'multiple': {
      const listedItems = items(field(rules, 'items')).map(located);
      return listedItems.length === 0
        ? lack(cursor, ['items'], faults)
        : { style: 'multiple', ...common, items: listedItems };
    }
    case 'linear':
      if (start === undefined || end === undefined) return lack(cursor, ['start', 'end'], faults);
      return checkedLinear(
        { style: 'linear', ...common, start, end, step: linearStep(rules.value, start, end), integerify },
        cursor,
        faults,
      );
    case 'logspace': {
      const count = rules.value.count;
      if (start === undefined || end === undefined || count === undefined)
        return lack(cursor, ['start', 'end', 'count'], faults);
      if (!isCount(count, cursor, faults)) return undefined;
      return { style: 'logspace', ...common, start, end, count, base: rules.value.base ?? 10, integerify };
    }
    case 'random':
      return buildRandom(cursor, faults);
  }
}

function buildRandom(
  cursor: Cursor<VariantParameterSource>,
  faults: DiagnosticCollector,
): VariantParameter | undefined {
  const rules = requiredField(cursor, 'rules');
  const { min = rules.value.start, max = rules.value.end, count, seed = 0, integerify = false } = rules.value;
  if (min === undefined || max === undefined) return lack(cursor, ['min', 'max'], faults);
  if (count !== undefined && !isCount(count, cursor, faults)) return undefined;
  const what = `"distribution" of "${cursor.value.name}"`;
  const distribution = wordField(field(rules, 'distribution'), DISTRIBUTIONS, what, faults) ?? 'uniform';
  const span = cursor.node.span;
  const random = {
    style: 'random',
    name: located(requiredField(cursor, 'name')),
    min,
    max,
    distribution,
    seed,
    integerify,
    span,
  } as const;
  return count === undefined ? random : { ...random, count };
}

/** `count` values from start to end where no step is given; a step of one where neither is. */
function linearStep(rules: Rules, start: number, end: number): number {
  if (rules.step !== undefined) return rules.step;
  if (rules.count !== undefined && rules.count > 1) return (end - start) / (rules.count - 1);
  return end < start ? -1 : 1;
}

function checkedLinear(
  parameter: Extract<VariantParameter, { style: 'linear' }>,
  cursor: Cursor<VariantParameterSource>,
  faults: DiagnosticCollector,
): VariantParameter | undefined {
  const { start, end, step } = parameter;
  if (start === end || (step !== 0 && Math.sign(step) === Math.sign(end - start))) return parameter;
  const message = `the rules of "${cursor.value.name}" never come from ${start} to ${end} in steps of ${step}`;
  faults.error('SL1086', message, requiredField(cursor, 'rules').node.span, {
    hint: 'turn the sign of step, or swap start and end',
  });
  return undefined;
}

function isCount(count: number, cursor: Cursor<VariantParameterSource>, faults: DiagnosticCollector): boolean {
  if (Number.isInteger(count) && count > 0) return true;
  faults.error(
    'SL1024',
    `"count" of "${cursor.value.name}" is ${count}; it must be a whole number, at least 1`,
    requiredField(cursor, 'rules').node.span,
  );
  return false;
}

function lack(
  cursor: Cursor<VariantParameterSource>,
  needed: readonly RuleName[],
  faults: DiagnosticCollector,
): VariantParameter | undefined {
  const { style, name } = cursor.value;
  const rules = requiredField(cursor, 'rules');
  const missing = needed.filter((rule) => rules.value[rule] === undefined);
  const message = `"${name}" makes no values: style "${style}" needs ${listed(missing.length === 0 ? needed : missing, 'and')} in its rules`;
  faults.error('SL1086', message, keySpan(cursor.node, 'rules'));
  return undefined;
}
