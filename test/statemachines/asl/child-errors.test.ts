import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { causeOfChild, errorOfChild } from '../../../statemachines/asl/child-errors.ts';

async function seen(Cause: string | undefined): Promise<readonly unknown[]> {
  const bindings = { states: { errorOutput: { Error: 'States.TaskFailed', Cause } }, parse: JSON.parse };
  const evaluate = async (expression: string): Promise<unknown> => jsonata(expression).evaluate({}, bindings);
  return [await evaluate(errorOfChild), await evaluate(causeOfChild)];
}

describe('what a child failed with', () => {
  const description = JSON.stringify({ Error: 'StepFailed', Cause: 'x'.repeat(40_000), Status: 'FAILED' });

  it('is in its description, and where the service has cut that, the description itself is the cause', async () => {
    expect(await seen(description)).toEqual(['StepFailed', 'x'.repeat(2000)]);
    expect(await seen(description.slice(0, 32_768))).toEqual(['States.TaskFailed', description.slice(0, 2000)]);
    expect(await seen(undefined)).toEqual(['States.TaskFailed', '']);
  });
});
