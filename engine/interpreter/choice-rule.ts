import type { ChoiceRule } from '../asl/index.ts';
import { choiceOperators } from '../jsonpath/choice-operators.ts';
import type { PathScope } from '../jsonpath/evaluate-path.ts';
import type { Json } from '../json/json.ts';
import { found, type Scope } from './jsonpath-values.ts';
import { runtimeFailure } from './state-failure.ts';

const CONNECTIVES = new Set(['Variable', 'Next', 'Comment', 'Assign', 'Output']);

/** Whether a choice rule of a JSONPath state holds. */
export const ruleHolds = (rule: ChoiceRule, scope: Scope): boolean => {
  if (rule.And !== undefined) return rule.And.every((inner) => ruleHolds(inner, scope));
  if (rule.Or !== undefined) return rule.Or.some((inner) => ruleHolds(inner, scope));
  if (rule.Not !== undefined) return !ruleHolds(rule.Not, scope);
  const variable = rule.Variable ?? '$';
  const comparison = Object.keys(rule).find((name) => !CONNECTIVES.has(name));
  if (comparison === undefined) throw runtimeFailure('States.Runtime', 'A choice rule has no comparison');
  const byPath = comparison.endsWith('Path') && choiceOperators[comparison] === undefined;
  const operator = choiceOperators[byPath ? comparison.slice(0, -'Path'.length) : comparison];
  if (operator === undefined) throw runtimeFailure('States.Runtime', `There is no comparison '${comparison}'`);
  const given = rule[comparison] as Json;
  const wanted = byPath ? valueOfVariable(typeof given === 'string' ? given : '', scope) : given;
  const value = comparison === 'IsPresent' ? found(variable, scope) : valueOfVariable(variable, scope);
  return operator(value, wanted);
};

const valueOfVariable = (path: string, scope: PathScope): Json => {
  const value = found(path, scope);
  if (value !== undefined) return value;
  throw runtimeFailure(
    'States.Runtime',
    `Invalid path '${path}': The choice state's condition path references an invalid value.`,
  );
};
