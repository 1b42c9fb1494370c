import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compilePipeline } from '../../statemachines/compile.ts';
import { codes } from '../../statemachines/diagnostics/codes.ts';
import { formatDiagnostics } from '../../statemachines/diagnostics/format-diagnostic.ts';
import { fixtureCases } from './fixture-cases.ts';

const cases = fixtureCases('graph-faults');
/** Limits of the service, which `limits.test.ts` reaches with generated pipelines. */
const reachedElsewhere = ['SL4001', 'SL4003', 'SL4004'];

function diagnosticsOf({ text, options }: (typeof cases)[number]) {
  return compilePipeline(text, 'valohai.yaml', options).diagnostics;
}

describe('compilePipeline', () => {
  for (const each of cases) {
    it(`says what is wrong with ${each.name}`, async () => {
      const printed = `${formatDiagnostics(diagnosticsOf(each), each.text)}\n`;
      await expect(printed).toMatchFileSnapshot(join(each.folder, 'diagnostics.txt'));
    });
  }

  it('reaches every code of graph, plan, machine and start', () => {
    const reached = new Set<string>(cases.flatMap((each) => diagnosticsOf(each).map((diagnostic) => diagnostic.code)));
    const known = Object.keys(codes).filter((code) => /^SL(?:[234]|50)/u.test(code));
    expect(known.filter((code) => !reached.has(code) && !reachedElsewhere.includes(code))).toEqual([]);
  });
});
