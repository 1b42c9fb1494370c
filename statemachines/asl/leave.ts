import { carriedFates, digitsOf, field } from './fate-expressions.ts';
import { jsonata, jsonataText, noFailure, sameInput } from './jsonata.ts';
import type { Continuation, FateScope, Scope } from './scope.ts';
import type { Template } from './states.ts';

/** What a state found out: keys of `fates` with an expression each. */
export type FateUpdate = Readonly<Record<string, string>>;

/**
 * A state's way on: its input again, or at a group's end the group's answer. Where the state data carries fates, what the
 * state found out joins them, and what nobody asks for any more leaves them, so that they stay few.
 */
export function leave(
  scope: Scope,
  then: Continuation,
  update: FateUpdate = {},
): { Output: Template } & ({ Next: string } | { End: true }) {
  const { fates } = scope;
  if (then.kind === 'next') return { Output: onward(scope, update), Next: then.state };
  return { Output: fates === undefined ? noFailure : groupAnswer(fates, update), End: true };
}

/** The scope behind a state that found this out. */
export function behind(scope: Scope, keys: readonly string[]): Scope {
  const { fates } = scope;
  if (fates === undefined) return scope;
  const known = new Set([...fates.known, ...keys].filter(fates.needed));
  scope.machine.noteFates(known);
  return { ...scope, fates: { ...fates, known } };
}

function onward({ fates }: Scope, update: FateUpdate): Template {
  if (fates === undefined) return sameInput;
  const news = Object.entries(update).filter(([key]) => fates.needed(key));
  const kept = [...fates.known].filter((key) => fates.needed(key) && !Object.hasOwn(update, key));
  const dropped = [...fates.known].some((key) => !fates.needed(key));
  if (!dropped && news.length === 0) return sameInput;
  const found = news.map(([key, value]) => entry(key, value));
  if (!dropped) return withFates(kept.length === 0 ? object(found) : `$merge([${carriedFates}, ${object(found)}])`);
  return withFates(object([...kept.map((key) => entry(key, field(carriedFates, key))), ...found]));
}

/** The state's input with these fates instead of its own. */
export function withFates(fates: string): Template {
  return jsonata(`$merge([$states.input, {"fates": ${fates}}])`);
}

function groupAnswer(fates: FateScope, update: FateUpdate): Template {
  const values = fates.answerKeys.map((key) => ({ key, value: update[key] ?? field(carriedFates, key) }));
  if (fates.answer === 'digits') return jsonata(digitsOf(values));
  if (values.length === 0) return {};
  return jsonata(object(values.map(({ key, value }) => entry(key, value))));
}

function entry(key: string, value: string): string {
  return `${jsonataText(key)}: ${value}`;
}

function object(entries: readonly string[]): string {
  return `{${entries.join(', ')}}`;
}
