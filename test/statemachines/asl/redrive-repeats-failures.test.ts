import { describe, expect, it } from 'vitest';
import { redriveRepeatsFailures } from '../../../statemachines/asl/redrive-repeats-failures.ts';

const work = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };

function repeats(...states: readonly object[]): boolean {
  return redriveRepeatsFailures(JSON.stringify({ StartAt: 'S0', States: Object.fromEntries(states.entries()) }));
}

describe('redriveRepeatsFailures', () => {
  it('holds where every failure is the machine’s own', () => {
    expect(repeats(work, { Type: 'Parallel', Branches: [{ StartAt: 'T', States: { T: work } }] })).toBe(true);
    expect(repeats({ ...work, Arguments: { Payload: { Catch: 1, Type: 'Fail' } } })).toBe(true);
  });

  it('does not hold where a failure is dealt with, or somebody else’s, however deep', () => {
    const caught = { ...work, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Fail' }] };
    const inside = (state: object) => ({
      Type: 'Map',
      ItemProcessor: { StartAt: 'T', States: { T: state } },
    });
    const child = { ...work, Resource: 'arn:aws:states:::states:startExecution.sync:2' };
    for (const state of [child, caught, { Type: 'Fail' }, { ...inside(work), ToleratedFailurePercentage: 100 }]) {
      expect([repeats(state), repeats(inside(state))]).toEqual([false, false]);
    }
  });
});
