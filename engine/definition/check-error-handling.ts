import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import { checkNumber, checkPath, checkRequired, oneOf, type NumberRange } from './check-values.ts';
import { schemaError, type Report } from './definition-problem.ts';
import type { Place, Target } from './place.ts';

const checkNames = (rule: JsonObject, place: Place, last: boolean, report: Report): void => {
  const names = rule['ErrorEquals'];
  const at = [...place, 'ErrorEquals'];
  if (names === undefined) {
    checkRequired(rule, ['ErrorEquals'], place, report);
    return;
  }
  if (!isJsonArray(names) || names.length === 0 || !names.every((name) => typeof name === 'string')) {
    report(schemaError(at, 'ErrorEquals must be a list of one or more error names'));
    return;
  }
  if (!names.includes('States.ALL')) return;
  if (names.length > 1) report(schemaError(at, 'States.ALL must stand alone in ErrorEquals'));
  if (!last) report(schemaError(at, 'States.ALL must be in the last rule of its list'));
};

const RETRIER_NUMBERS: Readonly<Record<string, NumberRange>> = {
  IntervalSeconds: { least: 1, most: 99_999_999 },
  MaxAttempts: { least: 0, most: 99_999_999 },
  BackoffRate: { least: 1, whole: false },
  MaxDelaySeconds: { least: 1, most: 31_622_400 },
};

const checkRetrier = (rule: JsonObject, place: Place, report: Report): void => {
  for (const [name, range] of Object.entries(RETRIER_NUMBERS)) {
    checkNumber(rule[name], range, false, [...place, name], report);
  }
  const [interval, most] = [rule['IntervalSeconds'] ?? 1, rule['MaxDelaySeconds']];
  if (typeof interval === 'number' && typeof most === 'number' && most <= interval) {
    report(
      schemaError(
        [...place, 'MaxDelaySeconds'],
        `MaxDelaySeconds must be greater than IntervalSeconds (${interval}), but is ${most}`,
      ),
    );
  }
  oneOf(rule['JitterStrategy'], ['FULL', 'NONE'], [...place, 'JitterStrategy'], report);
};

const rulesOf = (value: Json | undefined, place: Place, report: Report): readonly JsonObject[] => {
  if (value === undefined) return [];
  if (!isJsonArray(value) || !value.every(isJsonObject)) {
    report(schemaError(place, 'Expected value of type [ARRAY] of objects'));
    return [];
  }
  return value;
};

/** Retry and Catch of one state. Gives the states that the catchers lead to, with their places. */
export const checkErrorHandling = (state: JsonObject, place: Place, report: Report): readonly Target[] => {
  const retriers = rulesOf(state['Retry'], [...place, 'Retry'], report);
  retriers.forEach((rule, index) => {
    const at = [...place, 'Retry', index];
    checkNames(rule, at, index === retriers.length - 1, report);
    checkRetrier(rule, at, report);
  });
  const catchers = rulesOf(state['Catch'], [...place, 'Catch'], report);
  return catchers.flatMap((rule, index): readonly Target[] => {
    const at = [...place, 'Catch', index];
    checkNames(rule, at, index === catchers.length - 1, report);
    checkRequired(rule, ['Next'], at, report);
    checkPath(rule['ResultPath'], 'reference', [...at, 'ResultPath'], report);
    return rule['Next'] === undefined ? [] : [[rule['Next'], [...at, 'Next']]];
  });
};
