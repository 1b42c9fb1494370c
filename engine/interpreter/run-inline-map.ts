import type { MapState, State } from '../asl/index.ts';
import type { Json } from '../json/json.ts';
import { payload } from '../json/payload.ts';
import { rerunMemo } from './attempt-label.ts';
import { emit, type Visit } from './branch.ts';
import { languageOf } from './language-of.ts';
import { openBranch } from './open-branch.ts';
import type { Attempts } from './run-attempts.ts';
import { runBranches } from './run-branches.ts';
import { fixedSize, runPool } from './run-pool.ts';
import { runtimeFailure } from './state-failure.ts';

/** Iterations within the execution's own history, at most forty at once. */
export const runInlineMap = (visit: Visit<MapState<State>>): Attempts => {
  const { branch, state, path, name } = visit;
  return {
    run: async ({ label, branches: former }) => {
      const flow = state.ItemProcessor ?? state.Iterator;
      if (flow === undefined) throw runtimeFailure('States.Runtime', 'The Map has no ItemProcessor');
      const language = languageOf(visit.language);
      const items = await language.items(visit);
      const wanted = (await language.mapNumber(visit, 'MaxConcurrency')) ?? 0;
      const ceiling = branch.execution.limits.inlineMapConcurrency;
      const concurrency = wanted > 0 ? Math.min(wanted, ceiling) : ceiling;
      const started = emit(branch, path, `started${former}`, 'MapStateStarted', { length: items.length });

      const outputs: Json[] = new Array<Json>(items.length).fill(null);
      // Where the places that iterations have left stand: AWS lets the next iteration follow the last state of the one
      // that made room for it.
      const left: number[] = [];
      await runBranches(visit, label, ({ halt, run }) =>
        runPool(items.length, fixedSize(concurrency), async (index) => {
          const item = items[index];
          if (item === undefined) return;
          const iteration = { name, index };
          const inner = openBranch(visit, {
            path: `${path}.${former}/${index}`,
            flow,
            halt,
            lastEventId: left.shift() ?? started.id,
            iteration: { ...iteration, mapContext: { Item: item.context } },
          });
          await run(inner, async () => {
            emit(inner, inner.path, 'started', 'MapIterationStarted', iteration);
            const input = payload(await language.selectItem(visit, item));
            outputs[index] = (await inner.runFlow(inner, flow, input)).value;
            left.push(inner.lastEventId);
            emit(inner, inner.path, 'succeeded', 'MapIterationSucceeded', iteration);
          });
        }),
      );
      const exitAfter = branch.lastEventId;
      emit(branch, path, `succeeded${label}`, 'MapStateSucceeded');
      return { result: payload(outputs), exitAfter };
    },
    failed: (failure, suffix) => {
      emit(branch, path, `failed${suffix}`, 'MapStateFailed', undefined, rerunMemo(failure));
    },
  };
};
