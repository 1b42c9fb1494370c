import { join } from 'node:path';
import validateAsl from 'asl-validator';
import { describe, expect, it } from 'vitest';
import type { StateMachine } from '../../statemachines/asl/states.ts';
import { compilePipeline } from '../../statemachines/compile.ts';
import { buildGraph } from '../../statemachines/graph/build-graph.ts';
import { parseDefinition } from '../../statemachines/definition/parse-definition.ts';
import { renderGraph } from '../../statemachines/render/render-graph.ts';
import { fixtureCases } from './fixture-cases.ts';

describe('compilePipeline', () => {
  for (const { name, folder, text, options } of fixtureCases('compiled')) {
    it(`compiles ${name}`, async () => {
      const { value, diagnostics } = compilePipeline(text, 'valohai.yaml', options);
      expect(diagnostics.filter((diagnostic) => diagnostic.severity === 'error')).toEqual([]);
      if (value === undefined) throw new Error('nothing was compiled');
      const [machine] = value.machines;
      const definition = parseDefinition(text, 'valohai.yaml').value;
      const graph = definition && buildGraph(definition, value.pipeline).value;
      if (machine === undefined || graph === undefined) throw new Error('no machine was made');

      expect(compilePipeline(text, 'valohai.yaml', options).value).toEqual(value);
      const asl = JSON.parse(machine.asl) as StateMachine;
      expect(validateAsl(asl, { checkPaths: true, checkArn: false })).toMatchObject({ isValid: true, errors: [] });
      await expect(`${machine.asl}\n`).toMatchFileSnapshot(join(folder, 'main.asl.json'));
      await expect(`${JSON.stringify(value.plan, undefined, 2)}\n`).toMatchFileSnapshot(join(folder, 'plan.json'));
      await expect(renderGraph(graph, value.plan, 'ascii')).toMatchFileSnapshot(join(folder, 'graph.txt'));
    });
  }

  it('asks for what a run lacks only when a run gives its values', () => {
    const text = [
      '- step: { name: s, handler: "s.ts#s", inputs: [{ name: data }], parameters: [{ name: rate, type: float }] }',
      '- pipeline: { name: p, nodes: [{ name: n, type: execution, step: s }], edges: [] }',
    ].join('\n');
    const codes = (options: Parameters<typeof compilePipeline>[2]) =>
      compilePipeline(text, 'f.yaml', options).diagnostics.map(({ code, severity }) => `${severity} ${code}`);
    expect(codes({})).toEqual(['warning SL2041']);
    expect(codes({ parameters: {}, inputs: {} })).toEqual(['warning SL2041', 'error SL5009', 'error SL5007']);
    expect(codes({ parameters: { 'n.rate': '0.5' }, inputs: { data: ['s3://b/k'] } })).toEqual(['warning SL2041']);
  });

  it('makes another machine when a run lets a sweep grow past 40 trials, and the same below', () => {
    const hoisted = fixtureCases('compiled').find((each) => each.name === 'hoisted-sweep');
    const hashOf = (epochs: number) => {
      const values = Array.from({ length: epochs }, (_, index) => index + 1);
      return compilePipeline(hoisted?.text ?? '', 'valohai.yaml', { parameters: { epochs: values } }).value
        ?.structureHash;
    };
    expect(hashOf(3)).toBe(hashOf(40));
    expect(hashOf(41)).not.toBe(hashOf(40));
    expect(hashOf(41)).toBe(hashOf(1000));
  });

  it('makes the same machine for 41 trials and for 100,000, in little time', () => {
    const compiled = (trials: number) => {
      const text = [
        '- step: { name: s, handler: "s.ts#s", parameters: [{ name: x, type: integer }] }',
        `- task: { name: t, step: s, parameters: [{ name: x, style: linear, rules: { start: 1, end: ${trials}, step: 1 } }] }`,
        '- pipeline: { name: p, nodes: [{ name: a, type: task, task: t }, { name: b, type: execution, step: s }], edges: [[a.metadata.best, b.parameter.x]] }',
      ].join('\n');
      const began = process.cpuUsage();
      const { value } = compilePipeline(text, 'f.yaml', { parameters: {}, inputs: {} });
      const { user, system } = process.cpuUsage(began);
      return { value, seconds: (user + system) / 1e6 };
    };
    const few = compiled(41);
    const many = compiled(100_000);
    expect(many.value?.machines[0]?.asl).toBe(few.value?.machines[0]?.asl);
    expect(many.value?.plan.axes[0]?.points).toHaveLength(100_000);
    // About a second of processor time; the bound is for busy machines.
    expect(many.seconds).toBeLessThan(5);
  });
});
