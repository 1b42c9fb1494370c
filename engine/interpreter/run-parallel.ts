import type { ParallelState, State } from '../asl/index.ts';
import type { Json } from '../json/json.ts';
import { payload, type Payload } from '../json/payload.ts';
import { abortAfterFailure } from './abort-branches.ts';
import { rerunMemo } from './attempt-label.ts';
import { emit, type Branch, type Visit } from './branch.ts';
import { createHalt, HaltedError } from './halt.ts';
import { languageOf } from './language-of.ts';
import { openBranch } from './open-branch.ts';
import { isFatal } from './retry-policy.ts';
import type { Attempts } from './run-attempts.ts';

/** All branches at once, each with the state's arguments; the first that fails stops the others, with its own error. */
export const runParallel = (visit: Visit<ParallelState<State>>): Attempts => {
  const { branch, state, path } = visit;
  return {
    run: async ({ label, branches: former }) => {
      const input = await languageOf(visit.language).arguments(visit);
      const started = emit(branch, path, `started${former}`, 'ParallelStateStarted');
      const halt = createHalt(branch.halt);
      const branches = state.Branches.map((flow, index) =>
        openBranch(visit, { path: `${path}.${former}/${index}`, flow, halt, lastEventId: started.id }),
      );
      const outputs = await runAll(branch, state, branches, input, halt.stop.bind(halt));
      const exitAfter = branch.lastEventId;
      emit(branch, path, `succeeded${label}`, 'ParallelStateSucceeded');
      // AWS lets ParallelStateExited follow what ParallelStateSucceeded follows.
      return { result: payload(outputs), exitAfter };
    },
    failed: (failure, suffix) => {
      emit(branch, path, `failed${suffix}`, 'ParallelStateFailed', undefined, rerunMemo(failure));
    },
  };
};

const runAll = async (
  branch: Branch,
  state: ParallelState<State>,
  branches: readonly Branch[],
  input: Payload,
  stop: () => void,
): Promise<readonly Json[]> => {
  const outputs: Json[] = new Array<Json>(branches.length).fill(null);
  const active = branch.current?.branches ?? new Set();
  for (const inner of branches) active.add(inner);
  let failed: Branch | undefined;
  try {
    await Promise.all(
      state.Branches.map(async (flow, index) => {
        const inner = branches[index];
        if (inner === undefined) return;
        try {
          outputs[index] = (await inner.runFlow(inner, flow, input)).value;
          // The state goes on from the branch that ended last, or failed first.
          if (failed === undefined) branch.lastEventId = inner.lastEventId;
        } catch (error) {
          if (failed === undefined && !(error instanceof HaltedError)) {
            failed = inner;
            branch.lastEventId = inner.lastEventId;
          }
          throw error;
        } finally {
          active.delete(inner);
        }
      }),
    );
    return outputs;
  } catch (error) {
    if (failed !== undefined && !isFatal(error)) abortAfterFailure(branch, failed, active);
    throw error;
  } finally {
    active.clear();
    stop();
  }
};
