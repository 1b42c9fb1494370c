import { describe, expect, it } from 'vitest';
import { readFinishEvent } from '../../../functions/finish-run/read-finish-event.ts';

const runId = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const input = { project: 'default', runId, generation: 2 };
const machine = 'arn:aws:states:eu-west-1:000000000000:stateMachine:slipway-prod-abc-def';
const executionArn = `arn:aws:states:eu-west-1:000000000000:execution:slipway-prod-abc-def:${runId}-2`;

function statusEvent(detail: Readonly<Record<string, unknown>> = {}, rest: Readonly<Record<string, unknown>> = {}) {
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    detail: {
      executionArn,
      stateMachineArn: machine,
      name: `${runId}-2`,
      status: 'FAILED',
      error: 'StepFailed',
      cause: 'no rows',
      input: JSON.stringify(input),
      ...detail,
    },
    ...rest,
  };
}

describe('readFinishEvent', () => {
  it('reads the payload of a machine’s last state', () => {
    expect(readFinishEvent(input, 'prod')).toEqual({ ...input, ending: { kind: 'reached-end' } });
  });

  it.each([
    ['SUCCEEDED', { kind: 'reached-end' }],
    ['FAILED', { kind: 'failed', error: 'StepFailed', cause: 'no rows' }],
    ['TIMED_OUT', { kind: 'timed-out' }],
    ['ABORTED', { kind: 'aborted' }],
  ])('reads the status event %s', (status, ending) => {
    expect(readFinishEvent(statusEvent({ status }), 'prod')).toEqual({
      ...input,
      ending,
      stateMachineExecutionArn: executionArn,
    });
  });

  it.each([
    ['a start', statusEvent({ status: 'RUNNING' })],
    ['a child of a Map Run', statusEvent({ stateMachineArn: `${machine}/train` })],
    ['a machine of another stage', statusEvent({ stateMachineArn: machine.replace('prod', 'dev') })],
    ['an execution that bears another name', statusEvent({ name: 'by-hand' })],
    ['an execution without input', statusEvent({ input: undefined })],
    ['input that is not JSON', statusEvent({ input: '{' })],
    ['another event', statusEvent({}, { source: 'aws.s3' })],
    ['a status that nobody knows', statusEvent({ status: 'DREAMING' })],
    ['no detail', { source: 'aws.states', 'detail-type': 'x' }],
    ['nothing', null],
    ['a payload that names no run', { project: 'default' }],
  ])('ignores %s', (_, event) => {
    expect(readFinishEvent(event, 'prod')).toBeUndefined();
  });
});
