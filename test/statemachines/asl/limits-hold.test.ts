import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TaskError } from '../../../engine/index.ts';
import { compilePlan } from '../../../statemachines/asl/compile-plan.ts';
import type { CompiledPipeline } from '../../../statemachines/asl/compiled-pipeline.ts';
import type { Retrier } from '../../../statemachines/asl/states.ts';
import {
  mostHistoryEvents,
  mostInputBytes,
  mostVariableBytes,
  serviceLimits,
} from '../../../statemachines/asl/limits.ts';
import { compilePipeline } from '../../../statemachines/compile.ts';
import type { OnChildError } from '../../../statemachines/definition/pipeline-definition.ts';
import type { PipelineGraph } from '../../../statemachines/graph/pipeline-graph.ts';
import { planPipeline } from '../../../statemachines/plan/plan-pipeline.ts';
import { compiledOf } from '../failures/define.ts';
import { fixtureCases } from '../fixture-cases.ts';
import type { RandomShape } from '../random-graph.ts';
import { acyclic, graphOf, swept } from '../random-graph.ts';
import { runCompiled } from '../run-compiled.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;

interface Trouble {
  readonly shape: RandomShape;
  readonly onChildError: OnChildError;
  readonly batchSize: number;
  /** Retries by node, and how many deliveries of it fail. */
  readonly retries: readonly number[];
  readonly failures: readonly number[];
}

const trouble: fc.Arbitrary<Trouble> = fc.record({
  shape: fc.oneof(acyclic(8), swept(acyclic(6))),
  onChildError: fc.constantFrom('continue-and-error', 'continue-and-complete', 'stop-all-and-error'),
  batchSize: fc.constantFrom(1, 2),
  retries: fc.array(fc.nat(3), { minLength: 8, maxLength: 8 }),
  failures: fc.array(fc.constantFrom(0, 0, 0, 1, 2, 9), { minLength: 8, maxLength: 8 }),
});

function graphWith({ shape, onChildError, batchSize, retries }: Trouble): PipelineGraph {
  const graph = graphOf(shape);
  const located = (value: number) => ({ value, span: graph.span });
  const retry = (node: string) => ({ attempts: located(retries[Number(node.slice(1))] ?? 0), span: graph.span });
  return {
    ...graph,
    ...(graph.sweep === undefined ? {} : { sweep: { ...graph.sweep, onChildError, batchSize } }),
    nodes: graph.nodes.map((node) =>
      node.kind === 'execution' ? { ...node, step: { ...node.step, retry: retry(node.name) } } : node,
    ),
  };
}

/** Trials that are executions of their own, whatever their number: each history is then a child's too. */
function distributed({ plan }: CompiledPipeline): CompiledPipeline | undefined {
  const text = JSON.stringify(plan.structure).replaceAll('"mode":"inline"', '"mode":"distributed"');
  return compilePlan({ ...plan, structure: JSON.parse(text) as typeof plan.structure }).value;
}

describe('what is proved before deployment', () => {
  it('is never below what a run writes and hands on, whatever fails', async () => {
    let close = 0;
    await fc.assert(
      fc.asyncProperty(trouble, async (chosen) => {
        const plan = planPipeline(graphWith(chosen), { definitionHash: 'hash', parameters: {}, inputs: {} }).value;
        const inline = plan && compilePlan(plan).value;
        if (inline === undefined) return;
        const machines = [inline, ...(usesRendezvous(inline) ? [] : [distributed(inline) ?? inline])];
        for (const machine of machines) {
          const deliveries = new Map<string, number>();
          const run = await runCompiled(machine, {
            fails(event) {
              const key = JSON.stringify([event.node, 'trial' in event ? event.trial : event.trials]);
              deliveries.set(key, (deliveries.get(key) ?? 0) + 1);
              const fails = (deliveries.get(key) ?? 0) <= (chosen.failures[Number(event.node.slice(1))] ?? 0);
              return fails ? new TaskError('StepFailed', '\u0001'.repeat(5000)) : undefined;
            },
          });
          expect(run.longestHistory).toBeLessThanOrEqual(mostHistoryEvents(machine.plan));
          expect(run.largestInput).toBeLessThanOrEqual(mostInputBytes(machine.plan));
          expect(run.mostAssigned).toBeLessThanOrEqual(mostVariableBytes(mostHistoryEvents(machine.plan)));
          if (run.longestHistory > mostHistoryEvents(machine.plan) / 2) close += 1;
        }
      }),
      { seed: 1, numRuns: full ? 1000 : 25 },
    );
    // A bound that is far from everything proves nothing.
    expect(close).toBeGreaterThan(8);
  });

  it('keeps variables within the 10 MiB of an execution by the limit of its events alone', async () => {
    expect(mostVariableBytes(serviceLimits.historyEvents)).toBeLessThanOrEqual(10 * 1024 * 1024);
    // Every node fails at once, each with the longest cause, and all are kept until the end.
    const nodes = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`n${index}`, { 'on-error': 'continue' }]),
    );
    const compiled = compiledOf({
      nodes,
      edges: Array.from({ length: 59 }, (_, index) => `n${index} > n${index + 1}`),
    });
    const run = await runCompiled(compiled, { fails: () => new TaskError('StepFailed', '\u0001'.repeat(5000)) });
    expect(run.status).toBe('SUCCEEDED');
    expect(run.mostAssigned).toBeGreaterThan(60 * 2000 * 6);
    expect(run.mostAssigned).toBeLessThanOrEqual(mostVariableBytes(mostHistoryEvents(compiled.plan)));
  });

  it('gives every Task a time limit, and a retry of transient errors with full jitter', () => {
    const tasks = fixtureCases('compiled').flatMap(({ text, options }) => {
      const { value } = compilePipeline(text, 'valohai.yaml', options);
      return (value?.machines ?? []).flatMap(({ asl }) => tasksOf(JSON.parse(asl)));
    });
    expect(tasks.length).toBeGreaterThan(100);
    const lambda = ['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException', 'Lambda.TooManyRequestsException']; // prettier-ignore
    const child = ['StepFunctions.StepFunctionsException', 'StepFunctions.SdkClientException', 'StepFunctions.ThrottlingException', 'StepFunctions.ExecutionLimitExceededException']; // prettier-ignore
    for (const { TimeoutSeconds, Resource, Retry } of tasks) {
      expect(TimeoutSeconds).toBeDefined();
      const transient =
        Resource?.startsWith('arn:aws:states:::lambda:invoke') === true
          ? lambda
          : Resource?.startsWith('arn:aws:states:::states:startExecution') === true
            ? child
            : ['States.ALL'];
      const retriers = (Retry ?? []) as readonly Retrier[];
      const found = retriers.find(({ ErrorEquals }) => JSON.stringify(ErrorEquals) === JSON.stringify(transient));
      // The service's own rate is 2 where none is said.
      expect({ jitter: found?.JitterStrategy, rate: found?.BackoffRate ?? 2 }).toEqual({ jitter: 'FULL', rate: 2 });
    }
  });

  it('keeps to forty iterations of an Inline Map at once, whatever the concurrency asked for', () => {
    const shape: RandomShape = { size: 1, edges: [], axes: [{ size: 40, targets: [0] }], gathers: [] };
    const graph = graphOf(shape);
    const sweep = graph.sweep && { ...graph.sweep, concurrency: 1000 };
    const { value } = planPipeline(sweep === undefined ? graph : { ...graph, sweep }, {
      definitionHash: 'hash',
      parameters: {},
      inputs: {},
    });
    const asl = (value && compilePlan(value).value?.machines[0]?.asl) ?? '{}';
    expect(JSON.parse(asl)).toMatchObject({
      States: { 'axis0.trials': { MaxConcurrency: 40, ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' } } } },
    });
  });

  it('leaves out the white space of a large machine, which counts against the limit', () => {
    const size = 850;
    const edges = Array.from({ length: size - 1 }, (_, index) => [index, index + 1] as const);
    const { value: plan } = planPipeline(graphOf({ size, edges, axes: [], gathers: [] }), {
      definitionHash: 'hash',
      parameters: {},
      inputs: {},
    });
    const { value, diagnostics } = plan === undefined ? { value: undefined, diagnostics: [] } : compilePlan(plan);
    const asl = value?.machines[0]?.asl ?? '';
    expect(diagnostics).toEqual([]);
    expect(asl.length).toBeLessThan(900_000);
    expect(JSON.stringify(JSON.parse(asl), undefined, 2).length).toBeGreaterThan(900_000);
  });
});

function usesRendezvous({ plan }: CompiledPipeline): boolean {
  return JSON.stringify(plan.structure).includes('"kind":"wait"');
}

interface AnyState {
  readonly Type?: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: unknown;
  readonly Retry?: unknown;
  readonly Branches?: readonly unknown[];
  readonly ItemProcessor?: unknown;
}

function tasksOf(group: unknown): readonly AnyState[] {
  const { States = {} } = (group ?? {}) as { readonly States?: Readonly<Record<string, AnyState>> };
  return Object.values(States).flatMap((state) => [
    ...(state.Type === 'Task' ? [state] : []),
    ...(state.Branches ?? []).flatMap(tasksOf),
    ...(state.ItemProcessor === undefined ? [] : tasksOf(state.ItemProcessor)),
  ]);
}
