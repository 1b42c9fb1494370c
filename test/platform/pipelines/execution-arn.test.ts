import { describe, expect, it } from 'vitest';
import { executionArnOf } from '../../../platform/pipelines/state-machines.ts';

describe('executionArnOf', () => {
  const execution = 'arn:aws:states:eu-west-1:123456789012:execution:slipway-prod-p-count-0a1b2c:run-1';

  it.each(['', ':7'])('names the execution of the machine "...%s"', (version) => {
    const machine = `arn:aws:states:eu-west-1:123456789012:stateMachine:slipway-prod-p-count-0a1b2c${version}`;
    expect(executionArnOf(machine, 'run-1')).toBe(execution);
  });
});
