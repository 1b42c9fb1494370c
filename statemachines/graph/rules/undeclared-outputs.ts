import type { PipelineDefinition } from '../../definition/pipeline-definition.ts';
import { stepOf } from '../sockets.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** Where a step says what it writes, an edge should take one of these. */
export function undeclaredOutputs({ definition, blueprint, nodeOf, collector }: GraphRuleContext): void {
  for (const { source } of blueprint.edges) {
    const node = nodeOf.get(source.node.value);
    const step = node && stepOf(node);
    if (source.type !== 'output' || step === undefined) continue;
    const declared = outputsOf(definition, step.name);
    if (declared.length === 0 || declared.some((name) => mayMatch(source.key, name))) continue;
    collector.warning(
      'SL2015',
      `"${source.key}" matches no output that the step "${step.name}" declares`,
      source.span,
      { hint: `declared are ${declared.map((name) => `"${name}"`).join(', ')}` },
    );
  }
}

function outputsOf(definition: PipelineDefinition, step: string): readonly string[] {
  const found = definition.steps.find((candidate) => candidate.name.value === step);
  return found?.outputs.map((output) => output.name.value) ?? [];
}

/** Both may hold wildcards, and a declared name may stand for a folder: only what cannot be the same is reported. */
function mayMatch(pattern: string, declared: string): boolean {
  const fixed = (text: string) => text.split(/[*?[{]/u)[0] ?? '';
  const [a, b] = [fixed(pattern), fixed(declared)];
  const wild = (text: string, start: string) => text !== start;
  if (wild(pattern, a) && wild(declared, b)) return a.startsWith(b) || b.startsWith(a);
  if (wild(pattern, a)) return declared.startsWith(a) || (declared.split('/').at(-1) ?? '').startsWith(a);
  if (wild(declared, b)) return pattern.startsWith(b) || (pattern.split('/').at(-1) ?? '').startsWith(b);
  return (
    pattern === declared ||
    pattern.startsWith(`${declared}/`) ||
    pattern.endsWith(`/${declared}`) ||
    declared.endsWith(`/${pattern}`)
  );
}
