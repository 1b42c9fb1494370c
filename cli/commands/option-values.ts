import { InvalidArgumentError } from '@commander-js/extra-typings';

/** Gathers the values of an option that may be given several times. */
export function repeatable(value: string, former: readonly string[]): readonly string[] {
  return [...former, value];
}

export function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) {
    throw new InvalidArgumentError('It is a number of seconds above 0.');
  }
  return value;
}

export function port(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new InvalidArgumentError('It is a number from 0 to 65535; 0 means any free port.');
  }
  return value;
}

export function count(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('It is a whole number above 0.');
  return value;
}
