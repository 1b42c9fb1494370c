import { assertNever } from '../../statemachines/diagnostics/invariant.ts';
import { explainMachineError } from './explain-machine-error.ts';
import type { MachineEnding } from './machine-ending.ts';
import type { RunNode } from './run.ts';
import type { RunFate } from './statuses.ts';

export interface RunConclusion {
  readonly status: RunFate;
  readonly reason?: string;
}

/** Succeeded only if the machine reached its end and no node failed; whatever went wrong first, in words, otherwise. */
export function runFate(
  nodes: readonly RunNode[],
  { ending, stopping }: { readonly ending: MachineEnding; readonly stopping: boolean },
): RunConclusion {
  const culprit = nodes.find((node) => node.fate === 'failed') ?? nodes.find((node) => node.fate === 'errored');
  const allWell = nodes.every((node) => node.fate === 'succeeded' || node.fate === 'skipped');
  // A stop that came too late changes nothing: everything had been done.
  if (ending.kind === 'reached-end' && allWell) return { status: 'succeeded' };
  if (stopping) return { status: 'stopped', reason: 'the run was stopped' };
  if (ending.kind === 'aborted') {
    return { status: 'stopped', reason: 'the state machine was stopped from outside of Slipway' };
  }
  if (ending.kind === 'timed-out') return { status: 'failed', reason: "the run's deadline passed" };
  if (culprit !== undefined) {
    const how = culprit.fate === 'errored' ? 'ended in an error' : 'failed';
    return {
      status: 'failed',
      reason: `"${culprit.node}" ${how}${culprit.reason === undefined ? '' : `: ${culprit.reason}`}`,
    };
  }
  switch (ending.kind) {
    case 'failed':
      return {
        status: 'failed',
        reason: `the state machine failed: ${explainMachineError(ending.error, ending.cause)}`,
      };
    case 'never-started':
      return { status: 'failed', reason: 'the run was never started: its start broke off; start it again' };
    case 'reached-end':
      return {
        status: 'failed',
        reason: nodes.find((node) => node.fate !== 'succeeded')?.reason ?? 'not every node ran',
      };
    default:
      return assertNever(ending);
  }
}
