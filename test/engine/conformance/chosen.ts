import type { Json, JsonObject } from '../../../engine/index.ts';
import { entered, exited, started, succeeded } from './event.ts';
import type { Case } from './feature.ts';

/** A Choice state of JSONPath with one rule, which leads to Yes or, where it does not hold, to No. */
export const chosen = (name: string, rule: object, input: Json, holds: boolean, fields: object = {}): Case => {
  const next = holds ? 'Yes' : 'No';
  return {
    name,
    definition: {
      StartAt: 'C',
      States: {
        C: { Type: 'Choice', ...fields, Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
        Yes: { Type: 'Pass', Result: true, End: true },
        No: { Type: 'Pass', Result: false, End: true },
      },
    },
    input,
    expected: {
      output: holds,
      history: [
        started(input),
        entered('Choice', 'C', input),
        exited('Choice', 'C', input),
        entered('Pass', next, input),
        exited('Pass', next, holds),
        succeeded(holds),
      ],
    },
  };
};

export interface Way {
  readonly next: string;
  readonly output?: Json;
  readonly assigned?: JsonObject;
}

/** A machine that begins with the Choice state C; the other states, A to D, succeed at once. */
export const leads = (
  language: 'JSONPath' | 'JSONata',
  name: string,
  choice: object,
  input: Json,
  { next, output = input, assigned }: Way,
): Case => {
  const targets = [...JSON.stringify(choice).matchAll(/"(?:Next|Default)":"([A-D])"/g)].map(
    ([, target = '']) => target,
  );
  return {
    name,
    definition: {
      ...(language === 'JSONata' ? { QueryLanguage: language } : {}),
      StartAt: 'C',
      States: {
        C: { Type: 'Choice', ...choice },
        ...Object.fromEntries(targets.map((target) => [target, { Type: 'Succeed' }])),
      },
    },
    input,
    expected: {
      output,
      history: [
        started(input),
        entered('Choice', 'C', input),
        exited('Choice', 'C', output, assigned === undefined ? {} : { assigned }),
        entered('Succeed', next, output),
        exited('Succeed', next, output),
        succeeded(output),
      ],
    },
  };
};
