import type { GraphRuleContext } from './graph-rule.ts';

/** An axis must change something. */
export function sweepTargets({ graph, collector }: GraphRuleContext): void {
  for (const axis of graph.sweep?.axes ?? []) {
    const parameter = graph.parameters.find((candidate) => candidate.name === axis.parameter);
    if (parameter === undefined || parameter.targets.length > 0) continue;
    collector.error(
      'SL2030',
      `the sweep over "${axis.parameter}" changes nothing: the parameter reaches no node`,
      axis.span,
      {
        hint: 'give the pipeline parameter "targets", such as "train.parameters.epochs", or take it out of the sweep',
        related: [{ message: `"${axis.parameter}" is declared here`, span: parameter.span }],
      },
    );
  }
}
