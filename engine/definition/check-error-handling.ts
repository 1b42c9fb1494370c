import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import { schemaError, type Report } from './definition-problem.ts';

const checkNames = (rule: JsonObject, location: string, last: boolean, report: Report): void => {
  const names = rule['ErrorEquals'];
  if (
    names === undefined ||
    !isJsonArray(names) ||
    names.length === 0 ||
    !names.every((name) => typeof name === 'string')
  ) {
    report(schemaError(`${location}/ErrorEquals`, 'ErrorEquals must be a list of one or more error names'));
    return;
  }
  if (!names.includes('States.ALL')) return;
  if (names.length > 1) report(schemaError(`${location}/ErrorEquals`, 'States.ALL must stand alone in ErrorEquals'));
  if (!last) report(schemaError(`${location}/ErrorEquals`, 'States.ALL must be in the last rule of its list'));
};

const NUMBERS: readonly (readonly [string, number, boolean])[] = [
  ['IntervalSeconds', 1, true],
  ['MaxAttempts', 0, true],
  ['BackoffRate', 1, false],
  ['MaxDelaySeconds', 1, true],
];

const checkRetrier = (rule: JsonObject, location: string, report: Report): void => {
  for (const [name, least, whole] of NUMBERS) {
    const value = rule[name];
    if (value === undefined) continue;
    if (typeof value !== 'number' || value < least || (whole && !Number.isInteger(value))) {
      report(
        schemaError(
          `${location}/${name}`,
          `${name} must be a ${whole ? 'whole ' : ''}number of ${least} or more, but is ${JSON.stringify(value)}`,
        ),
      );
    }
  }
  const [interval, most] = [rule['IntervalSeconds'] ?? 1, rule['MaxDelaySeconds']];
  if (typeof interval === 'number' && typeof most === 'number' && most <= interval) {
    report(
      schemaError(
        `${location}/MaxDelaySeconds`,
        `MaxDelaySeconds must be greater than IntervalSeconds (${interval}), but is ${most}`,
      ),
    );
  }
  const jitter = rule['JitterStrategy'];
  if (jitter !== undefined && jitter !== 'FULL' && jitter !== 'NONE') {
    report(
      schemaError(
        `${location}/JitterStrategy`,
        `JitterStrategy must be FULL or NONE, but is ${JSON.stringify(jitter)}`,
      ),
    );
  }
};

const rulesOf = (value: Json | undefined, location: string, report: Report): readonly JsonObject[] => {
  if (value === undefined) return [];
  if (!isJsonArray(value) || !value.every(isJsonObject)) {
    report(schemaError(location, 'must be a list of objects'));
    return [];
  }
  return value;
};

/** Retry and Catch of one state. Gives the states that the catchers lead to, with their places. */
export const checkErrorHandling = (
  state: JsonObject,
  location: string,
  report: Report,
): readonly (readonly [Json | undefined, string])[] => {
  const retriers = rulesOf(state['Retry'], `${location}/Retry`, report);
  retriers.forEach((rule, index) => {
    checkNames(rule, `${location}/Retry/${index}`, index === retriers.length - 1, report);
    checkRetrier(rule, `${location}/Retry/${index}`, report);
  });
  const catchers = rulesOf(state['Catch'], `${location}/Catch`, report);
  return catchers.map((rule, index) => {
    checkNames(rule, `${location}/Catch/${index}`, index === catchers.length - 1, report);
    return [rule['Next'], `${location}/Catch/${index}/Next`] as const;
  });
};
