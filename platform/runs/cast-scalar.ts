import type { ParameterType } from '../../statemachines/definition/pipeline-definition.ts';

export type Cast =
  | { readonly kind: 'cast'; readonly value: string | number | boolean }
  /** `wants`: what the type allows, with its article. */
  | { readonly kind: 'refused'; readonly wants: string };

const flagWords = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ['true', true],
  ['false', false],
  ['yes', true],
  ['no', false],
  ['1', true],
  ['0', false],
  [1, true],
  [0, false],
]);

/** Casts one value to a parameter's declared type. */
export function castScalar(value: unknown, type: ParameterType): Cast {
  switch (type) {
    case 'string':
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? { kind: 'cast', value: String(value) }
        : refused('a string');
    case 'integer': {
      const number = toNumber(value);
      return Number.isSafeInteger(number) ? { kind: 'cast', value: number } : refused('an integer');
    }
    case 'float': {
      const number = toNumber(value);
      return Number.isFinite(number) ? { kind: 'cast', value: number } : refused('a number');
    }
    case 'flag': {
      const flag = flagWords.get(typeof value === 'string' ? value.toLowerCase() : value);
      return flag === undefined ? refused('true or false') : { kind: 'cast', value: flag };
    }
  }
}

function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

function refused(wants: string): Cast {
  return { kind: 'refused', wants };
}
