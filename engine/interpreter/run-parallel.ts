import type { ParallelState, State } from '../asl/index.ts';
import type { Json } from '../json/json.ts';
import { payload } from '../json/payload.ts';
import { rerunMemo } from './attempt-label.ts';
import { emit, type Visit } from './branch.ts';
import { languageOf } from './language-of.ts';
import { openBranch } from './open-branch.ts';
import type { Attempts } from './run-attempts.ts';
import { runBranches } from './run-branches.ts';

/** All branches at once, each with the state's arguments. */
export const runParallel = (visit: Visit<ParallelState<State>>): Attempts => {
  const { branch, state, path } = visit;
  return {
    run: async ({ label, branches: former }) => {
      const input = await languageOf(visit.language).arguments(visit);
      const started = emit(branch, path, `started${former}`, 'ParallelStateStarted');
      const outputs: Json[] = new Array<Json>(state.Branches.length).fill(null);
      await runBranches(visit, label, ({ halt, run }) =>
        Promise.all(
          state.Branches.map((flow, index) => {
            const inner = openBranch(visit, {
              path: `${path}.${former}/${index}`,
              flow,
              halt,
              lastEventId: started.id,
            });
            return run(inner, async () => {
              outputs[index] = (await inner.runFlow(inner, flow, input)).value;
            });
          }),
        ),
      );
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
