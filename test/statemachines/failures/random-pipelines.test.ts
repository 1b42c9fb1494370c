import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePipeline } from '../../../statemachines/compile.ts';
import { textOf } from './define.ts';
import { interpret, type RuleFate } from './interpret.ts';
import { pipelineOf, randomPipeline } from './random-pipeline.ts';
import { runPipeline } from './run-pipeline.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;

describe('random pipelines with failures, depends, when, on-error, sweeps and faults', () => {
  it('end with the fates that a direct interpreter of the rules gives', { timeout: 600_000 }, async () => {
    const told = { compared: 0, aborted: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(randomPipeline(), async ({ seed }) => {
        const { short, rules, act, outcome } = pipelineOf(seed);
        const compiled = compilePipeline(textOf(short), 'valohai.yaml');
        if (compiled.value === undefined) {
          told.refused += 1;
          return;
        }
        const verdict = interpret(rules, outcome);
        const ended = await runPipeline(compiled.value, { acts: act, seconds: (id) => 1 + (id.length % 3) });
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
        expect(
          ended.run.nodes.filter(({ fate, reason }) => fate !== 'succeeded' && reason === undefined),
          shown,
        ).toEqual([]);
      }),
      { seed: 7, numRuns: full ? 3000 : 120 },
    );
    expect(told.compared).toBeGreaterThan((full ? 3000 : 120) / 3);
  });
});
