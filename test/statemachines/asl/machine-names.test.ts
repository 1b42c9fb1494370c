import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../../statemachines/asl/compile-plan.ts';
import type { CompiledPipeline } from '../../../statemachines/asl/compiled-pipeline.ts';
import { serviceLimits } from '../../../statemachines/asl/limits.ts';
import { compilePipeline } from '../../../statemachines/compile.ts';
import { runPipeline } from '../failures/run-pipeline.ts';

/** An outer pipeline of these nested ones, by node, and two inner ones of one node each. */
function compiledOf(pipelines: Readonly<Record<string, 'cheap' | 'dear'>>, more = ''): CompiledPipeline {
  const nodes = Object.entries(pipelines).map(
    ([name, pipeline]) => `      - { name: "${name}", type: pipeline, pipeline: ${pipeline} }`,
  );
  const text = `
- step: { name: plain, handler: a/b.ts#c }
- step: { name: alike, handler: a_b.ts#c }
- pipeline: { name: cheap, nodes: [{ name: little, type: execution, step: plain }], edges: [] }
- pipeline: { name: dear, nodes: [{ name: much, type: execution, step: alike }], edges: [] }
- pipeline:
    name: outer
    nodes:
${[...nodes, more].join('\n')}
    edges: []
`;
  const { value, diagnostics } = compilePipeline(text, 'valohai.yaml', { pipeline: 'outer' });
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return value;
}

const namesOf = ({ machines }: CompiledPipeline) => machines.map(({ name }) => name);

describe('the machines of nested pipelines', () => {
  it('are told apart where the names of their nodes differ in their signs alone', async () => {
    const compiled = compiledOf({ 'fit-a': 'cheap', fit_a: 'dear' });
    expect(namesOf(compiled)).toEqual(['main', 'fit-a-nested', 'fit-a-11ed8061-nested']);
    const { run, starts } = await runPipeline(compiled);
    expect([run.status, [...starts.keys()].sort()]).toEqual(['succeeded', ['fit-a.little', 'fit_a.much']]);
  });

  it('are none of the main machine, nor of a part that was split off', async () => {
    const plain = Array.from({ length: 40 }, (_, index) => `      - { name: n${index}, type: execution, step: plain }`);
    const compiled = compiledOf({ main: 'cheap', 'part-1': 'dear' }, plain.join('\n'));
    expect(namesOf(compiled)).toEqual(['main', 'main-nested', 'part-1-nested']);
    const { value } = compilePlan(compiled.plan, { ...serviceLimits, definitionBytes: 25_000 });
    if (value === undefined) throw new Error('not within the limits');
    const names = namesOf(value);
    expect(names).toEqual([...new Set(names)]);
    expect(names).toEqual(expect.arrayContaining(['part-1', 'main-nested', 'part-1-nested']));
    const { run, starts } = await runPipeline(value);
    expect([run.status, starts.has('main.little'), starts.has('part-1.much')]).toEqual(['succeeded', true, true]);
  });

  it('call functions by placeholders that mean the same in each of them', () => {
    const { machines } = compiledOf({ a: 'cheap', b: 'dear' });
    const handlers = machines.flatMap(({ functions }) =>
      functions.flatMap((each) => (each.kind === 'handler' ? [[each.placeholder, each.handler]] : [])),
    );
    expect(handlers).toEqual([
      ['Step_a_b_ts_c', 'a/b.ts#c'],
      [expect.stringMatching(/^Step_a_b_ts_c_[0-9a-f]{8}$/u), 'a_b.ts#c'],
    ]);
  });

  it('have short names of their own, however long and strange those of their nodes are', () => {
    const long = 'x'.repeat(60);
    expect(namesOf(compiledOf({ [`${long}1`]: 'cheap', [`${long}2`]: 'dear', Å: 'cheap', Fit: 'cheap' }))).toEqual([
      'main',
      expect.stringMatching(/^x{40}-[0-9a-f]{8}-nested$/u),
      expect.stringMatching(/^x{40}-[0-9a-f]{8}-nested$/u),
      expect.stringMatching(/^[0-9a-f]{8}-nested$/u),
      expect.stringMatching(/^Fit-[0-9a-f]{8}-nested$/u),
    ]);
  });
});
