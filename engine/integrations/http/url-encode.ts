import { isJsonArray, isJsonObject, type Json } from '../../json/json.ts';
import { TaskError } from '../../tasks/task-call.ts';

export type ArrayFormat = 'INDICES' | 'REPEAT' | 'COMMAS' | 'BRACKETS';

const FORMATS: ReadonlySet<string> = new Set<ArrayFormat>(['INDICES', 'REPEAT', 'COMMAS', 'BRACKETS']);

export const arrayFormat = (value: Json | undefined): ArrayFormat => {
  const format = value ?? 'INDICES';
  if (typeof format === 'string' && FORMATS.has(format)) return format as ArrayFormat;
  throw new TaskError(
    'States.Runtime',
    `ArrayFormat must be one of ${[...FORMATS].join(', ')}, but is ${JSON.stringify(format)}`,
  );
};

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Brackets are part of a field's name and stay readable, as in the service's own examples. */
const encodeName = (name: string): string => encodeURIComponent(name).replaceAll('%5B', '[').replaceAll('%5D', ']');

const encodeText = (text: string): string => encodeURIComponent(text).replaceAll('%2C', ',');

const pairsOf = (name: string, value: Json, format: ArrayFormat): readonly string[] => {
  if (isJsonArray(value)) {
    if (format === 'COMMAS') return [`${encodeName(name)}=${encodeText(value.map(textOf).join(','))}`];
    return value.flatMap((item, index) => {
      const suffix = format === 'INDICES' ? `[${index}]` : format === 'BRACKETS' ? '[]' : '';
      return pairsOf(`${name}${suffix}`, item, format);
    });
  }
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([field, item]) => pairsOf(`${name}[${field}]`, item, format));
  }
  return [`${encodeName(name)}=${encodeURIComponent(textOf(value))}`];
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html#url-encode-request-body */
export const urlEncode = (fields: Readonly<Record<string, Json>>, format: ArrayFormat): string =>
  Object.entries(fields)
    .flatMap(([name, value]) => pairsOf(name, value, format))
    .join('&');
