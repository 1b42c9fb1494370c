import type { StepParameter } from '../step-context.ts';
import { StepInputError } from '../step-input-error.ts';

type Parameters = Readonly<Record<string, StepParameter>>;

interface NumberRule {
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/** An integer within the rule; the default where the parameter is absent. */
export const readInteger = (parameters: Parameters, name: string, rule: NumberRule): number =>
  readNumberOf(parameters, name, rule, Number.isInteger, 'a whole number');

/** A number within the rule; the default where the parameter is absent. */
export const readNumber = (parameters: Parameters, name: string, rule: NumberRule): number =>
  readNumberOf(parameters, name, rule, Number.isFinite, 'a number');

/** A text, trimmed; empty where the parameter is absent. */
export function readText(parameters: Parameters, name: string): string {
  const value = parameters[name] ?? '';
  if (typeof value === 'object') {
    throw new StepInputError(`parameter "${name}" is a list of ${value.length} values; give one value`);
  }
  return String(value).trim();
}

/** One of the choices; the first where the parameter is absent. */
export function readChoice<Choice extends string>(
  parameters: Parameters,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const value = readText(parameters, name);
  if (value === '') return choices[0];
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) {
    throw new StepInputError(`parameter "${name}" is "${value}"; it must be one of ${choices.join(', ')}`);
  }
  return choice;
}

/** The values of a `multiple` parameter; a single text is a list of one, an absent one an empty list. */
export function readList(parameters: Parameters, name: string): readonly string[] {
  const value = parameters[name] ?? [];
  const values = typeof value === 'object' ? value : [value];
  return values.map((item) => String(item).trim()).filter((item) => item !== '');
}

function readNumberOf(
  parameters: Parameters,
  name: string,
  { default: fallback, min, max }: NumberRule,
  accepts: (value: number) => boolean,
  what: string,
): number {
  const given = parameters[name] ?? fallback;
  const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  if (typeof value !== 'number' || !accepts(value) || value < min || value > max) {
    throw new StepInputError(
      `parameter "${name}" is ${JSON.stringify(given)}; it must be ${what} from ${min} to ${max}`,
    );
  }
  return value;
}
