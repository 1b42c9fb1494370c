import type { RunFlow } from './branch.ts';
import { runState } from './run-state.ts';
import { StateFailure } from './state-failure.ts';
import { setVariables } from './variable-limit.ts';

/** Runs states one after another from `StartAt` until one has no successor, and gives that one's output. */
export const runFlow: RunFlow = async (branch, flow, input) => {
  let name = flow.StartAt;
  let data = input;
  for (;;) {
    const state = flow.States[name];
    if (state === undefined) throw new StateFailure('States.Runtime', `The state '${name}' does not exist`);
    const exit = await runState(branch, name, state, data);
    if (exit.assigned !== undefined) setVariables(branch, exit.assigned);
    if (exit.next === undefined) return exit.output;
    data = exit.output;
    name = exit.next;
  }
};
