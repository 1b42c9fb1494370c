import type { PlanRuleContext } from './plan-rule.ts';

/** Nested Parallels cannot express an N; cutting the graph into levels would make nodes wait for what they do not need. */
export function crossings({ graph, structure, collector }: PlanRuleContext): void {
  for (const crossing of structure.crossings) {
    const [a, b, c, d] = crossing.map((members) => members.map((name) => `"${name}"`).join(' with '));
    const waiting = crossing[2];
    const edge = graph.edges.find((each) => crossing[1].includes(each.from) && waiting.includes(each.to));
    collector.error(
      'SL3001',
      `the graph is not series-parallel: ${c ?? ''} waits for ${a ?? ''} and ${b ?? ''}, while ${d ?? ''} waits for ${b ?? ''} alone`,
      edge?.span ?? graph.span,
      {
        hint: `this version runs series-parallel graphs; let ${d ?? ''} wait for ${a ?? ''} too (an edge from "dependency"), or take an edge away`,
      },
    );
  }
}
