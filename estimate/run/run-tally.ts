import type { HistoryEvent } from '../../engine/index.ts';
import type { Requests } from '../requests.ts';
import { addRequests, noRequests } from '../requests.ts';

/** What a run made the services do, counted while it ran. */
export interface RunTally {
  /** As billed: each state entered, each retry. */
  readonly transitions: number;
  /** States entered, by the state's name. */
  readonly entered: ReadonlyMap<string, number>;
  readonly historyEvents: { readonly largest: number; readonly total: number };
  /** Calls of steps' functions by node, with the milliseconds that Lambda bills. */
  readonly steps: ReadonlyMap<string, StepCalls>;
  /** Calls of the platform's functions, by placeholder. */
  readonly platform: ReadonlyMap<string, number>;
  /** The machine's own requests: rendezvous, and the items of Distributed Maps. */
  readonly requests: Requests;
}

export interface StepCalls {
  readonly calls: number;
  readonly milliseconds: number;
}

export interface TallyKeeper {
  tally(): RunTally;
  event(event: HistoryEvent, executionArn: string): void;
  step(node: string, seconds: number): void;
  platformCall(name: string): void;
  request(requests: Partial<Requests>): void;
}

export function createTally(): TallyKeeper {
  const open = new Map<string, number>();
  const entered = new Map<string, number>();
  const steps = new Map<string, StepCalls>();
  const platform = new Map<string, number>();
  let transitions = 0;
  let total = 0;
  let largest = 0;
  let requests = noRequests;
  return {
    tally: () => ({ transitions, entered, historyEvents: { largest, total }, steps, platform, requests }),
    event({ type, details }, executionArn) {
      const own = (open.get(executionArn) ?? 0) + 1;
      total += 1;
      largest = Math.max(largest, own);
      // An execution's end is its last event: what has ended needs no count of its own any more.
      if (/^Execution(?:Succeeded|Failed|TimedOut|Aborted)$/u.test(type)) open.delete(executionArn);
      else open.set(executionArn, own);
      if (type.endsWith('StateEntered')) {
        const name = details?.['name'];
        if (typeof name === 'string') entered.set(name, (entered.get(name) ?? 0) + 1);
        transitions += 1;
        // The attempt that follows is the state's first; each further one is a retry.
        if (ATTEMPTED.test(type)) transitions -= 1;
      } else if (ATTEMPT.test(type)) transitions += 1;
    },
    step(node, seconds) {
      const { calls, milliseconds } = steps.get(node) ?? { calls: 0, milliseconds: 0 };
      steps.set(node, {
        calls: calls + 1,
        milliseconds: milliseconds + Math.ceil(Number((seconds * 1000).toFixed(3))),
      });
    },
    platformCall: (name) => void platform.set(name, (platform.get(name) ?? 0) + 1),
    request: (more) => {
      requests = addRequests(requests, { ...noRequests, ...more });
    },
  };
}

const ATTEMPTED = /^(?:Task|Parallel|Map)StateEntered$/u;
const ATTEMPT = /^(?:TaskScheduled|LambdaFunctionScheduled|ParallelStateStarted|MapStateStarted)$/u;
