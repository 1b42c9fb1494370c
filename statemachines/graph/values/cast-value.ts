import type { ParameterDefinition, ParameterScalar, ParameterValue } from '../../definition/pipeline-definition.ts';
import { assertNever } from '../../diagnostics/invariant.ts';

/** A value as its parameter declares it, or what is wrong with it. */
export type CastValue =
  | { readonly kind: 'value'; readonly value: ParameterValue }
  /** `what` continues a sentence that names the value: `"ten" is not an integer`. */
  | { readonly kind: 'fault'; readonly fault: 'type' | 'choices' | 'range'; readonly what: string };

/** Casts by the declared type, as Valohai does from text (`int(str(value), 10)`), then holds choices and range. */
export function castValue(value: ParameterValue, parameter: ParameterDefinition): CastValue {
  if (value === null) return { kind: 'value', value };
  if (parameter.multiple === 'none') {
    if (isList(value)) return typeFault(value, `one ${parameter.type}, not a list`);
    return castScalar(value, parameter);
  }
  const items: ParameterScalar[] = [];
  for (const item of listOf(value, parameter.multipleSeparator)) {
    const cast = castScalar(item, parameter);
    if (cast.kind === 'fault') return cast;
    if (cast.value !== null && !isList(cast.value)) items.push(cast.value);
  }
  return { kind: 'value', value: items };
}

/** A value in the words of a message. */
function quoteValue(value: ParameterValue): string {
  return JSON.stringify(value);
}

export function isList(value: ParameterValue): value is readonly ParameterScalar[] {
  return Array.isArray(value);
}

function listOf(value: Exclude<ParameterValue, null>, separator: string): readonly ParameterScalar[] {
  if (isList(value)) return value;
  if (typeof value !== 'string' || separator === '' || !value.includes(separator)) return [value];
  return value.split(separator).map((part) => part.trim());
}

function castScalar(value: ParameterScalar, parameter: ParameterDefinition): CastValue {
  const cast = byType(value, parameter);
  if (cast === undefined) return typeFault(value, articleOf(parameter.type));
  const choices = parameter.choices?.map((choice) => choice.value) ?? [];
  if (choices.length > 0 && !choices.some((choice) => String(choice) === String(cast))) {
    const what = `${quoteValue(cast)} is not among the choices ${choices.map(quoteValue).join(', ')}`;
    return { kind: 'fault', fault: 'choices', what };
  }
  const { min, max } = parameter;
  if (typeof cast === 'number' && min !== undefined && cast < min.value) {
    return { kind: 'fault', fault: 'range', what: `${cast} is below the smallest value, ${min.value}` };
  }
  if (typeof cast === 'number' && max !== undefined && cast > max.value) {
    return { kind: 'fault', fault: 'range', what: `${cast} is above the largest value, ${max.value}` };
  }
  return { kind: 'value', value: cast };
}

function byType(value: ParameterScalar, { type }: ParameterDefinition): ParameterScalar | undefined {
  const text = String(value).trim();
  switch (type) {
    case 'string':
      return String(value);
    case 'integer':
      return /^[+-]?\d+$/u.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
    case 'float':
      return typeof value !== 'boolean' && text !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'flag':
      if (/^(?:true|yes|1)$/iu.test(text)) return true;
      return /^(?:false|no|0)$/iu.test(text) ? false : undefined;
    default:
      return assertNever(type);
  }
}

function typeFault(value: ParameterValue, wanted: string): CastValue {
  return { kind: 'fault', fault: 'type', what: `${quoteValue(value)} is not ${wanted}` };
}

function articleOf(type: ParameterDefinition['type']): string {
  const words = { integer: 'an integer', float: 'a number', string: 'a text', flag: 'a flag (true or false)' } as const;
  return words[type];
}
