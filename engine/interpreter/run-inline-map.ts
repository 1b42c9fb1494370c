import type { MapState, State } from '../asl/index.ts';
import type { Json } from '../json/json.ts';
import { payload } from '../json/payload.ts';
import { abortAfterFailure } from './abort-branches.ts';
import { redriveSuffix, rerunMemo } from './attempt-label.ts';
import { emit, emitAside, type Branch, type Visit } from './branch.ts';
import { createHalt, HaltedError } from './halt.ts';
import { languageOf } from './language-of.ts';
import { openBranch } from './open-branch.ts';
import { isFatal } from './retry-policy.ts';
import type { Attempts } from './run-attempts.ts';
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

      const halt = createHalt(branch.halt);
      const active = branch.current?.branches ?? new Set<Branch>();
      const outputs: Json[] = new Array<Json>(items.length).fill(null);
      // Where the places that iterations have left stand: AWS lets the next iteration follow the last state of the one
      // that made room for it.
      const left: number[] = [];
      let failed: Branch | undefined;
      const iterate = async (index: number): Promise<void> => {
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
        active.add(inner);
        try {
          emit(inner, inner.path, 'started', 'MapIterationStarted', iteration);
          const input = payload(await language.selectItem(visit, item));
          outputs[index] = (await inner.runFlow(inner, flow, input)).value;
          left.push(inner.lastEventId);
          branch.lastEventId = emit(inner, inner.path, 'succeeded', 'MapIterationSucceeded', iteration).id;
        } catch (error) {
          if (failed === undefined && !(error instanceof HaltedError)) {
            failed = inner;
            branch.lastEventId = inner.lastEventId;
          }
          throw error;
        } finally {
          active.delete(inner);
        }
      };
      try {
        await runPool(items.length, fixedSize(concurrency), iterate);
      } catch (error) {
        if (failed?.iteration !== undefined && !isFatal(error)) {
          emitAside(branch, failed.path, `failed${redriveSuffix(branch)}`, 'MapIterationFailed', {
            ...failed.iteration,
          });
          abortAfterFailure(branch, failed, active);
        }
        throw error;
      } finally {
        active.clear();
        halt.stop();
      }
      const exitAfter = branch.lastEventId;
      emit(branch, path, `succeeded${label}`, 'MapStateSucceeded');
      return { result: payload(outputs), exitAfter };
    },
    failed: (failure, suffix) => {
      emit(branch, path, `failed${suffix}`, 'MapStateFailed', undefined, rerunMemo(failure));
    },
  };
};
