import { describe, expect, it } from 'vitest';
import { CommandError } from '../../cli/command-error.ts';
import { exitCodeOfError, exitCodeOfRun } from '../../cli/exit-code-of.ts';
import type { ExitReason } from '../../cli/exit-codes.ts';
import { exitCodeHelp, exitCodes } from '../../cli/exit-codes.ts';
import { SlipwayApiError, SlipwayConnectionError, SlipwayStoreError, WaitTimeoutError } from '../../client/index.ts';
import { runStatuses } from '../../platform/runs/statuses.ts';
import { RUN_ID, someRunDetail } from '../client/resources.ts';

describe('exitCodes', () => {
  it('are what programs build on', () => {
    expect(exitCodes).toEqual({
      ok: 0,
      unexpected: 1,
      usage: 2,
      waitTimedOut: 3,
      notAuthorised: 4,
      runFailed: 5,
      runStopped: 6,
      notFound: 7,
      interrupted: 130,
    });
  });

  it('stand in the help', () => {
    const numbers = [...exitCodeHelp.matchAll(/\b\d+\b/gu)].map(([text]) => Number(text));
    expect(numbers.sort((a, b) => a - b)).toEqual(Object.values(exitCodes));
  });
});

describe('exitCodeOfRun', () => {
  it('tells a fate from every other status', () => {
    expect(Object.fromEntries(runStatuses.map((status) => [status, exitCodeOfRun(status)]))).toEqual({
      pending: 5,
      running: 5,
      stopping: 5,
      succeeded: 0,
      failed: 5,
      stopped: 6,
    });
  });
});

describe('exitCodeOfError', () => {
  const refusal = (status: number) => new SlipwayApiError({ type: 'about:blank', title: 'no', status });

  it.each(Object.keys(exitCodes) as ExitReason[])('gives a command error the code of its reason %s', (reason) => {
    expect(exitCodeOfError(new CommandError('no', { reason }))).toBe(exitCodes[reason]);
  });

  it('takes a command error without a reason for a wrong use', () => {
    expect(exitCodeOfError(new CommandError('no'))).toBe(2);
  });

  it.each([
    [400, 2],
    [401, 4],
    [403, 4],
    [404, 7],
    [409, 2],
    [413, 2],
    [422, 2],
    [429, 1],
    [500, 1],
  ])('turns the status %i of the API into %i', (status, code) => {
    expect(exitCodeOfError(refusal(status))).toBe(code);
  });

  it('tells a wait that timed out', () => {
    expect(exitCodeOfError(new WaitTimeoutError(RUN_ID, someRunDetail([]), 1000))).toBe(3);
  });

  it.each([
    new SlipwayConnectionError('http://a', 'gone'),
    new SlipwayStoreError('http://a', 'gone'),
    new Error('bug'),
    'text',
    undefined,
  ])('is 1 for %s', (error) => {
    expect(exitCodeOfError(error)).toBe(1);
  });
});
