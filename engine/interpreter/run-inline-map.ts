import type { MapState, State } from '../asl/index.ts';
import type { Json } from '../json/json.ts';
import { payload } from '../json/payload.ts';
import { abortBranches } from './abort-branches.ts';
import { redriveSuffix, rerunMemo } from './attempt-label.ts';
import { emit, type Branch, type Visit } from './branch.ts';
import { createHalt, HaltedError } from './halt.ts';
import { languageOf } from './language-of.ts';
import { openBranch } from './open-branch.ts';
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
      const active = new Set<Branch>();
      const outputs: Json[] = new Array<Json>(items.length).fill(null);
      const iterate = async (index: number): Promise<void> => {
        const item = items[index];
        if (item === undefined) return;
        const inner = openBranch(visit, {
          path: `${path}.${former}/${index}`,
          flow,
          halt,
          lastEventId: started.id,
          iteration: { index, mapContext: { Item: item.context } },
        });
        active.add(inner);
        const details = { name, index };
        try {
          emit(inner, inner.path, 'started', 'MapIterationStarted', details);
          const input = payload(await language.selectItem(visit, item));
          outputs[index] = (await inner.runFlow(inner, flow, input)).value;
          branch.lastEventId = emit(inner, inner.path, 'succeeded', 'MapIterationSucceeded', details).id;
        } catch (error) {
          if (!(error instanceof HaltedError)) {
            emit(inner, inner.path, `failed${redriveSuffix(branch)}`, 'MapIterationFailed', details);
            branch.lastEventId = inner.lastEventId;
            active.delete(inner);
          }
          throw error;
        }
        active.delete(inner);
      };
      try {
        await runPool(items.length, fixedSize(concurrency), iterate);
      } catch (error) {
        const stopped = [...active];
        if (!halt.stopped) {
          abortBranches(stopped);
          for (const inner of stopped) {
            emit(inner, inner.path, `aborted${redriveSuffix(branch)}`, 'MapIterationAborted', {
              name,
              index: Number(inner.path.split('/').pop()),
            });
          }
        }
        throw error;
      } finally {
        halt.stop();
      }
      const last = branch.lastEventId;
      emit(branch, path, `succeeded${label}`, 'MapStateSucceeded');
      branch.lastEventId = last;
      return payload(outputs);
    },
    failed: (failure) => {
      emit(branch, path, `failed${redriveSuffix(branch)}`, 'MapStateFailed', undefined, rerunMemo(failure));
    },
  };
};
