import { isJsonArray, isJsonObject, type Json } from '../json/json.ts';
import { parsePath, type Step } from './parse-path.ts';
import { PathFailure } from './path-failure.ts';

const setAt = (target: Json, steps: readonly Step[], value: Json, text: string): Json => {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (step.kind === 'names') {
    const [name] = step.names;
    if (name === undefined || !isJsonObject(target)) {
      throw new PathFailure(`Unable to apply ReferencePath ${text} to input ${JSON.stringify(target)}`);
    }
    return { ...target, [name]: setAt(target[name] ?? {}, rest, value, text) };
  }
  const index = step.kind === 'indices' ? step.indices[0] : undefined;
  if (index === undefined || !isJsonArray(target) || index < 0 || index >= target.length) {
    throw new PathFailure(`Unable to apply ReferencePath ${text} to input ${JSON.stringify(target)}`);
  }
  return target.map((item, at) => (at === index ? setAt(item, rest, value, text) : item));
};

/** The input with the value put at a reference path, as ResultPath does. Throws `PathFailure`. */
export const setAtPath = (input: Json, text: string, value: Json): Json => {
  const path = parsePath(text);
  if (!path.definite || path.root.kind !== 'input') throw new PathFailure(`'${text}' is not a reference path`);
  return setAt(input, path.steps, value, text);
};
