import type { WaitState } from '../asl/index.ts';
import { secondOf } from '../json/iso-time.ts';
import type { Json } from '../json/json.ts';
import type { Visit } from './branch.ts';
import { effectiveInput, found, scopeOf } from './jsonpath-values.ts';
import { runtimeFailure } from './state-failure.ts';

/** A value as the service shows it in a cause: texts without quotes. */
const shown = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

// The causes are as recorded on AWS: localstack, tests/aws/services/stepfunctions/v2/base/test_wait.
const refused = (field: string, why: string): unknown =>
  runtimeFailure('States.Runtime', `The ${field} parameter ${why}`);

const valueOf = (visit: Visit, field: string, path: string): Json => {
  const value = found(path, scopeOf(visit, effectiveInput(visit)));
  if (value !== undefined) return value;
  throw refused(field, `does not reference an input value: ${path}`);
};

const secondsAt = (visit: Visit, path: string): number => {
  const value = valueOf(visit, 'SecondsPath', path);
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw refused('SecondsPath', `cannot be parsed as a long value: ${path} == ${shown(value)}`);
  }
  if (value >= 0) return value;
  throw refused('SecondsPath', `references a negative value: ${path} == ${value}`);
};

const instantAt = (visit: Visit, path: string): number => {
  const value = valueOf(visit, 'TimestampPath', path);
  const time = secondOf(value);
  if (time !== undefined) return time;
  throw refused(
    'TimestampPath',
    `does not reference a valid ISO-8601 extended offset date-time format string: ${path} == ${shown(value)}`,
  );
};

const timeOfState = (visit: Visit, state: WaitState): number => {
  if (state.SecondsPath !== undefined) return visit.since + secondsAt(visit, state.SecondsPath) * 1000;
  if (state.TimestampPath !== undefined) return instantAt(visit, state.TimestampPath);
  if (state.Timestamp !== undefined) return secondOf(state.Timestamp) ?? visit.since;
  return visit.since + Number(state.Seconds ?? 0) * 1000;
};

/** Until when a Wait state in JSONPath waits, in milliseconds since the epoch. */
export const waitTime = (visit: Visit): number =>
  visit.state.Type === 'Wait' ? timeOfState(visit, visit.state) : visit.entered.timestamp;
