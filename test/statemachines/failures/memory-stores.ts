import type { Approval, ApprovalStore } from '../../../platform/runs/approval.ts';
import type { AttemptKey, ExecutionStore } from '../../../platform/runs/execution-store.ts';
import type { RunStore } from '../../../platform/runs/run-store.ts';
import { type Execution, executionIdOf, type Run } from '../../../platform/runs/run.ts';
import type { SweepKey, SweepRecord, SweepStore } from '../../../platform/runs/sweep-store.ts';
import { isFate, isRunFate } from '../../../platform/runs/statuses.ts';
import { executionPredecessors } from '../../../platform/runs/transitions.ts';

/** Stores that keep what they are given, for runs on the virtual clock: real ones take real time. */
export interface MemoryStores {
  readonly approvals: ApprovalStore;
  readonly runs: RunStore;
  readonly executions: ExecutionStore;
  readonly sweeps: SweepStore;
  readonly objects: {
    putText(key: string, text: string): Promise<void>;
    getText(key: string): Promise<string | undefined>;
  };
}

export function createMemoryStores(): MemoryStores {
  const runs = new Map<string, Run>();
  const executions = new Map<string, Execution>();
  const objects = new Map<string, string>();
  const sweeps = new Map<string, SweepRecord & { readonly key: SweepKey }>();
  const approvals = new Map<string, Approval>();
  const runOf = ({ runId }: { readonly runId: string }) => runs.get(runId);
  const change = (
    key: { readonly runId: string },
    generation: number,
    next: (run: Run) => Run | undefined,
  ): boolean => {
    const run = runOf(key);
    if (run?.generation !== generation || isRunFate(run.status)) return false;
    const changed = next(run);
    if (changed === undefined) return false;
    runs.set(key.runId, changed);
    return true;
  };
  const id = ({ runId, node, trial }: Pick<AttemptKey, 'runId' | 'node' | 'trial'>) =>
    `${runId}/${executionIdOf(node, trial)}`;
  const ofNode = (runId: string, node: string) =>
    [...executions.values()]
      .filter((each) => each.runId === runId && each.node === node)
      .sort((a, b) => {
        const axis = a.trial.findIndex((index, at) => index !== b.trial[at]);
        return (a.trial[axis] ?? 0) - (b.trial[axis] ?? 0);
      });

  return {
    runs: {
      async create(run) {
        if (runs.has(run.runId)) return false;
        runs.set(run.runId, run);
        return true;
      },
      get: async (key) => runOf(key),
      list: async () => ({ items: [...runs.values()] }),
      setStatus: async (key, generation, status) => change(key, generation, (run) => ({ ...run, status })),
      halt: async (key, generation, halt) => change(key, generation, (run) => ({ halt, ...run })),
      settle: async (key, generation, nodes, outcome) =>
        change(key, generation, (run) => (run.outcome === undefined ? { ...run, nodes, outcome } : undefined)),
      retry: async () => false,
      finish: async (key, generation, ending) => change(key, generation, (run) => ({ ...run, ...ending })),
      async *listOpen() {
        for (const run of runs.values()) if (!isRunFate(run.status)) yield { ...run, openedAt: run.createdAt };
      },
      close: async () => undefined,
    },
    executions: {
      async begin(key, parameters, startedAt, status = 'running') {
        const known = executions.get(id(key));
        if (known?.status === 'succeeded') return { kind: 'already-succeeded', execution: known };
        if (known !== undefined && isFate(known.status)) return { kind: 'superseded', execution: known };
        const { project, runId, node, trial, generation, attempt } = key;
        const executionId = executionIdOf(node, trial);
        const none = { metadata: {}, inputs: {}, outputs: [] };
        executions.set(id(key), {
          ...{ project, runId, node, trial, generation, attempt, executionId, parameters, startedAt },
          ...none,
          status,
        });
        return { kind: 'begun' };
      },
      async recordProgress(key, metadata) {
        const known = executions.get(id(key));
        if (known === undefined) return false;
        executions.set(id(key), { ...known, metadata });
        return true;
      },
      async finishAttempt(key, { outcome, metadata, outputs, inputs, finishedAt }) {
        const known = executions.get(id(key));
        if (known === undefined || isFate(known.status) || known.attempt !== key.attempt) return false;
        const status = outcome.kind === 'succeeded' ? 'succeeded' : known.status;
        executions.set(id(key), { ...known, attemptOutcome: outcome, metadata, outputs, inputs, finishedAt, status });
        return true;
      },
      async setFate(key, fate, reason, at) {
        const known = executions.get(id(key));
        if (known !== undefined && !executionPredecessors(fate).includes(known.status)) return false;
        const { project, runId, node, trial, generation } = key;
        const empty = { attempt: '0.0', parameters: {}, metadata: {}, inputs: {}, outputs: [] };
        const executionId = executionIdOf(node, trial);
        executions.set(id(key), {
          ...empty,
          ...{ project, runId, node, trial, generation, executionId },
          ...known,
          status: fate,
          reason,
          finishedAt: at,
        });
        return true;
      },
      async forget(_, runId, node, { successes }) {
        for (const each of ofNode(runId, node))
          if (each.status !== 'succeeded' || successes(each.trial)) executions.delete(id(each));
      },
      get: async (_, runId, node, trial) => executions.get(id({ runId, node, trial })),
      async *list(_, runId, node) {
        yield* ofNode(runId, node);
      },
      async summarise(_, runId, node) {
        const counts: Partial<Record<Execution['status'], number>> = {};
        let failedAttempts = 0;
        for (const each of ofNode(runId, node)) {
          counts[each.status] = (counts[each.status] ?? 0) + 1;
          if (!isFate(each.status) && each.attemptOutcome !== undefined) failedAttempts += 1;
        }
        return { counts, failedAttempts };
      },
    },
    sweeps: {
      async recordTrials(key, trials) {
        sweeps.set(JSON.stringify([key.node, key.trial]), { key, trial: key.trial, trials });
      },
      async stop(key, stop) {
        const id = JSON.stringify([key.node, key.trial]);
        sweeps.set(id, { key, trial: key.trial, stop, ...sweeps.get(id) });
      },
      get: async ({ node, trial }) => sweeps.get(JSON.stringify([node, trial])),
      list: async ({ node }) => [...sweeps.values()].filter(({ key }) => key.node === node),
    },
    approvals: {
      put: async (approval) => void approvals.set(approval.executionId, approval),
      get: async ({ executionId }) => approvals.get(executionId),
      async answer({ executionId, token }, answer) {
        const known = approvals.get(executionId);
        if (known === undefined || known.token !== token || known.answer !== undefined) return false;
        approvals.set(executionId, { ...known, answer });
        return true;
      },
      remove: async ({ executionId }) => void approvals.delete(executionId),
      list: async () => [...approvals.values()],
    },
    objects: {
      putText: async (key, text) => void objects.set(key, text),
      getText: async (key) => objects.get(key),
    },
  };
}
