import type { Json } from './json.ts';

/** RFC 3339 with an upper-case T and Z, as the language wants it: https://states-language.net/spec.html#timestamps */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** The milliseconds since the epoch that a time means; undefined for what is none. */
export const timeOf = (value: Json | undefined): number | undefined => {
  if (typeof value !== 'string' || !TIME.test(value)) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
};

/** The second that a time is in: the service does not look at fractions, https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
export const secondOf = (value: Json | undefined): number | undefined => {
  const time = timeOf(value);
  return time === undefined ? undefined : Math.floor(time / 1000) * 1000;
};
