import type { Json } from './json.ts';

/** RFC 3339 with an upper-case T and Z, as the language wants it: https://states-language.net/spec.html#timestamps */
const TIME = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|[+-](\d\d):(\d\d))$/;

/** JavaScript takes 30 February for 2 March. */
const isDay = (day: string): boolean => {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
};

const isHourAndMinute = (hour: string, minute: string): boolean => Number(hour) <= 23 && Number(minute) <= 59;

/** The milliseconds since the epoch that a time means; undefined for what is none, and for a time that there is not. */
export const timeOf = (value: Json | undefined): number | undefined => {
  if (typeof value !== 'string') return undefined;
  const [, day = '', hour = '', minute = '', second = '', offsetHour = '0', offsetMinute = '0'] =
    TIME.exec(value) ?? [];
  const is =
    isDay(day) && isHourAndMinute(hour, minute) && Number(second) <= 59 && isHourAndMinute(offsetHour, offsetMinute);
  return is ? Date.parse(value) : undefined;
};

/** The second that a time is in: the service does not look at fractions, https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
export const secondOf = (value: Json | undefined): number | undefined => {
  const time = timeOf(value);
  return time === undefined ? undefined : Math.floor(time / 1000) * 1000;
};
