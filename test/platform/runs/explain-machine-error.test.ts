import { describe, expect, it } from 'vitest';
import { explainMachineError, fateOfMachineError } from '../../../platform/runs/explain-machine-error.ts';

describe('explainMachineError', () => {
  it.each([
    ['States.Timeout', undefined, 'it did not answer within its time limit'],
    [
      'Sandbox.Timedout',
      '{"errorMessage":"RequestId: 1 Error: Task timed out after 3.00 seconds"}',
      'it ran into the time limit of its function; raise "timeout" of the step, or let it do less at once (Task timed out after 3.00 seconds)',
    ],
    [
      'Runtime.OutOfMemory',
      '{"errorMessage":"RequestId: 1 Error: Runtime exited with error: signal: killed"}',
      'it used more memory than its function has; raise "memory" of the step, or keep less at once (Runtime exited with error: signal: killed)',
    ],
    ['StepFailed', '{"errorMessage":"no rows","trace":[]}', 'StepFailed: no rows'],
    ['StepFailed', 'plain', 'StepFailed: plain'],
    ['StepFailed', '{"other":1}', 'StepFailed: {"other":1}'],
    ['StepFailed', '', 'StepFailed'],
    [undefined, undefined, 'Step Functions gave no reason'],
    ['toString', undefined, 'toString'],
  ])('explains %s with cause %s', (error, cause, words) => {
    expect(explainMachineError(error, cause)).toBe(words);
  });

  it('cuts a long cause', () => {
    expect(explainMachineError('E', 'x'.repeat(1000))).toHaveLength('E: '.length + 500);
  });
});

describe('fateOfMachineError', () => {
  it.each([
    ['Runtime.OutOfMemory', 'failed'],
    ['Sandbox.Timedout', 'failed'],
    ['Lambda.TooManyRequestsException', 'errored'],
    ['Runtime.ExitError', 'errored'],
    [undefined, 'errored'],
  ])('takes %s as %s', (error, fate) => {
    expect(fateOfMachineError(error)).toBe(fate);
  });
});
