import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../../statemachines/asl/compile-plan.ts';
import { serviceLimits } from '../../../statemachines/asl/limits.ts';
import { compilePipeline } from '../../../statemachines/compile.ts';
import { textOf } from './define.ts';
import { interpret, type RuleFate, type RulePipeline, type Verdict } from './interpret.ts';
import { pipelineOf, randomPipeline } from './random-pipeline.ts';
import { runPipeline } from './run-pipeline.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;

/** Pipelines that ended otherwise than the rules say, each for a reason of its own. */
const onceWrong = [1358232010, 339235741, 1462278044, 290355772, 580711543, 1039113650, 1371238974, 476216041];

describe('random pipelines with failures, depends, when, on-error, sweeps and faults', () => {
  it.each([
    ['in one machine', serviceLimits, 120, 3000],
    // So low a limit that most of these small pipelines need executions of their own for their parts.
    ['in several', { ...serviceLimits, definitionBytes: 12_000 }, 60, 1500],
  ])(
    'end with the fates that a direct interpreter of the rules gives, %s',
    { timeout: 600_000 },
    async (_, limits, few, many) => {
      const told = { compared: 0, aborted: 0, refused: 0, split: 0 };
      await fc.assert(
        fc.asyncProperty(randomPipeline(), async ({ seed }) => {
          const { short, rules, act, outcome } = pipelineOf(seed);
          const found = compilePipeline(textOf(short), 'valohai.yaml').value;
          const compiled = found && compilePlan(found.plan, limits);
          if (compiled?.value === undefined) {
            told.refused += 1;
            return;
          }
          if (compiled.value.machines.length > 1) told.split += 1;
          const ended = await runPipeline(compiled.value, { acts: act, seconds: (id) => 1 + (id.length % 3) });
          // What another failure cut short is a matter of time; all else follows from it by the rules.
          const cut = new Set(
            ended.executions.filter((each) => each.status === 'stopped').map((each) => each.executionId),
          );
          const uncut = interpret(rules, outcome);
          const verdict = uncut.aborted
            ? uncut
            : interpret(rules, (id, node) => (cut.has(id) ? 'stopped' : outcome(id, node)));
          const fates = new Map(ended.run.nodes.map(({ node, fate }) => [node, fate]));
          const shown = JSON.stringify({ ...short, verdict: [...verdict.nodes], error: ended.error }, undefined, 1);
          if (verdict.aborted) {
            told.aborted += 1;
            expect(ended.run.status, shown).toBe('failed');
            const before = new Set(rules.nodes.filter((node) => !node.finally).map((node) => node.name));
            const would = new Map<string, Set<RuleFate>>();
            for (const [id, fate] of verdict.executions) {
              const name = id.split('.')[0] ?? '';
              would.set(name, (would.get(name) ?? new Set()).add(fate));
            }
            for (const [node, fate] of fates) {
              if (!before.has(node)) continue;
              const allowed = ['stopped', 'omitted', ...(would.get(node) ?? [])];
              expect(allowed, `${node} ${fate ?? ''} in ${shown}`).toContain(fate);
            }
            return;
          }
          told.compared += 1;
          expect(Object.fromEntries(fates), shown).toEqual(Object.fromEntries(verdict.nodes));
          expect(ended.run.status, `${shown} ${ended.run.reason ?? ''}`).toBe(verdict.status);
          const recorded = ended.executions.map(({ executionId, status }) => [executionId, status]);
          const expected = [...verdict.executions].filter(([, fate]) => fate !== 'omitted');
          expect(recorded.sort(), shown).toEqual(expected.sort());
          for (const id of cut) expect(mayBeCut(id, rules, verdict), `${id} in ${shown}`).toBe(true);
          expect(
            ended.run.nodes.filter(({ fate, reason }) => fate !== 'succeeded' && reason === undefined),
            shown,
          ).toEqual([]);
        }),
        { seed: 7, numRuns: full ? many : few, examples: onceWrong.map((wrong) => [{ seed: wrong }]) },
      );
      expect(told.compared).toBeGreaterThan((full ? many : few) / 4);
      expect(told.split > (full ? many : few) / 4).toBe(limits !== serviceLimits);
    },
  );
});

/** Something failed in its trial of a sweep that completes regardless, or in its own sweep, which stops at a failure. */
function mayBeCut(id: string, { nodes, axes }: RulePipeline, verdict: Verdict): boolean {
  const [name = '', ...trial] = id.split('.');
  const stops = nodes.some((node) => node.name === name && node.own?.mode === 'stop-all-and-error');
  const sweep = stops ? [name, ...trial.slice(0, -1)].join('.') : undefined;
  const forgiving = axes.some(({ mode }) => mode === 'continue-and-complete');
  return [...verdict.executions].some(([other, fate]) => {
    if (fate !== 'failed' && fate !== 'errored') return false;
    const [, ...place] = other.split('.');
    return (sweep !== undefined && other.startsWith(`${sweep}.`)) || (forgiving && place[0] === trial[0]);
  });
}
