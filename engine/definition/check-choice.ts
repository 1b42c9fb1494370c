import type { QueryLanguage } from '../asl/index.ts';
import { isExpression } from '../expression/compile-expression.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import { choiceOperators } from '../jsonpath/choice-operators.ts';
import { checkPath, checkRequired } from './check-values.ts';
import { schemaError, type Report } from './definition-problem.ts';
import type { Place, Target } from './place.ts';
import { wrongLanguage } from './state-fields.ts';

const CONNECTIVES = ['And', 'Or', 'Not'];
const FIELDS = ['Variable', 'Comment', 'Next', 'Assign'];

const isPathOperator = (name: string): boolean =>
  name.endsWith('Path') && choiceOperators[name.slice(0, -'Path'.length)] !== undefined && !name.startsWith('Is');

const operandType = (operator: string): 'string' | 'number' | 'boolean' => {
  if (operator.startsWith('Numeric')) return 'number';
  return operator.startsWith('Boolean') || operator.startsWith('Is') ? 'boolean' : 'string';
};

const checkComparison = (rule: JsonObject, operator: string, place: Place, report: Report): void => {
  const operand = rule[operator];
  const at = [...place, operator];
  checkRequired(rule, ['Variable'], place, report);
  checkPath(rule['Variable'], 'path', [...place, 'Variable'], report);
  if (isPathOperator(operator)) checkPath(operand, 'path', at, report);
  else if (typeof operand !== operandType(operator)) {
    report(schemaError(at, `Expected value of type [${operandType(operator).toUpperCase()}]`));
  }
};

const checkPathRule = (rule: Json, nested: boolean, place: Place, report: Report): void => {
  if (!isJsonObject(rule)) {
    report(schemaError(place, 'Expected value of type [OBJECT]'));
    return;
  }
  if (nested && rule['Next'] !== undefined) report(schemaError(place, `Field 'Next' is not supported`));
  const operators = Object.keys(rule).filter((name) => !FIELDS.includes(name));
  const unknown = operators.filter(
    (name) => !CONNECTIVES.includes(name) && choiceOperators[name] === undefined && !isPathOperator(name),
  );
  for (const name of unknown) report(schemaError(place, `Field '${name}' is not supported`));
  const [operator, ...more] = operators.filter((name) => !unknown.includes(name));
  if (operator === undefined || more.length > 0) {
    if (unknown.length === 0)
      report(schemaError(place, 'A choice rule needs exactly one comparison, or And, Or or Not'));
    return;
  }
  const operand = rule[operator];
  if (operator === 'Not') checkPathRule(operand ?? null, true, [...place, 'Not'], report);
  else if (CONNECTIVES.includes(operator)) {
    if (operand === undefined || !isJsonArray(operand) || operand.length === 0) {
      report(schemaError([...place, operator], `${operator} must be a list of one or more rules`));
    } else operand.forEach((inner, index) => checkPathRule(inner, true, [...place, operator, index], report));
  } else checkComparison(rule, operator, place, report);
};

const checkCondition = (rule: JsonObject, place: Place, report: Report): void => {
  checkRequired(rule, ['Condition'], place, report);
  const condition = rule['Condition'];
  if (
    condition !== undefined &&
    typeof condition !== 'boolean' &&
    !(typeof condition === 'string' && isExpression(condition))
  ) {
    report(schemaError([...place, 'Condition'], 'Expected value of type [BOOLEAN, JSONata]'));
  }
  for (const field of Object.keys(rule)) {
    if (['Condition', 'Next', 'Comment', 'Assign', 'Output'].includes(field)) continue;
    const ofOther =
      field === 'Variable' ||
      CONNECTIVES.includes(field) ||
      choiceOperators[field] !== undefined ||
      isPathOperator(field);
    report(schemaError(place, ofOther ? wrongLanguage('JSONata', field) : `Field '${field}' is not supported`));
  }
};

const checkRule = (rule: JsonObject, language: QueryLanguage, place: Place, report: Report): void => {
  if (language === 'JSONata') checkCondition(rule, place, report);
  else if (rule['Condition'] !== undefined) report(schemaError(place, wrongLanguage('JSONPath', 'Condition')));
  else checkPathRule(rule, false, place, report);
};

/** The rules of a Choice. Gives where they and `Default` lead. */
export const checkChoice = (
  state: JsonObject,
  language: QueryLanguage,
  place: Place,
  report: Report,
): readonly Target[] => {
  const choices = state['Choices'];
  const targets: Target[] = [];
  if (choices !== undefined && (!isJsonArray(choices) || choices.length === 0)) {
    report(schemaError([...place, 'Choices'], 'Choices must be a list of one or more rules'));
  } else if (choices !== undefined) {
    choices.forEach((rule, index) => {
      const at = [...place, 'Choices', index];
      if (!isJsonObject(rule)) {
        report(schemaError(at, 'Expected value of type [OBJECT]'));
        return;
      }
      checkRule(rule, language, at, report);
      checkRequired(rule, ['Next'], at, report);
      if (rule['Next'] !== undefined) targets.push([rule['Next'], [...at, 'Next']]);
    });
  }
  const fallback = state['Default'];
  return fallback === undefined ? targets : [...targets, [fallback, [...place, 'Default']]];
};
