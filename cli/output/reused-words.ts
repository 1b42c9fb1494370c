import type { NodeSummaryResource } from '../../api/schemas/run.ts';

/** `reused from run X`, of a sweep `12 reused from run X`, or `12 reused from 3 runs`. */
export function reusedWords({ executions, runs }: NonNullable<NodeSummaryResource['reused']>, total: number): string {
  const [only, ...others] = runs;
  const from = only !== undefined && others.length === 0 ? `run ${only}` : `${runs.length} runs`;
  return `${total === 1 ? '' : `${executions} `}reused from ${from}`;
}
