import type { ParameterValue } from '../../statemachines/definition/pipeline-definition.ts';
import { CommandError } from '../command-error.ts';

/** The values of a repeatable option `name=value`, by name, in the order written. The value may hold further "=". */
export function parseAssignments(option: string, words: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 1) {
      throw new CommandError(`${option} "${word}" has no ${at === 0 ? 'name before' : 'value after'} "="`, {
        hint: `write ${option} name=value`,
      });
    }
    const name = word.slice(0, at);
    values.set(name, [...(values.get(name) ?? []), word.slice(at + 1)]);
  }
  return values;
}

/** A parameter given once is one value, given several times a list. */
export function parameterValues(words: readonly string[]): Readonly<Record<string, ParameterValue>> {
  return Object.fromEntries([...parseAssignments('-p', words)].map(([name, values]) => [name, valueOf(values)]));
}

function valueOf(values: readonly string[]): ParameterValue {
  const [only, ...further] = values;
  return only !== undefined && further.length === 0 ? only : values;
}
