/** Where a run's objects lie in the bucket. Names of nodes are encoded, so that no name leaves its place. */
export function nodePlanKey(project: string, runId: string, generation: number, node: string): string {
  return `${planPrefix(project, runId, generation)}nodes/${encodeURIComponent(node)}.json`;
}

/** A Distributed Map reads `<prefix><axis>.json`. */
export function axisItemsPrefix(project: string, runId: string, generation: number): string {
  return `${planPrefix(project, runId, generation)}axes/`;
}

/**
 * The compiler writes the axis into the ASL as it is, so the key holds it as it is. `trial`: for a sweep whose trials are
 * found at run time, the indices of the sweeps around it.
 */
export function axisItemsKey(
  project: string,
  runId: string,
  generation: number,
  axis: string,
  trial: readonly number[] = [],
): string {
  return `${axisItemsPrefix(project, runId, generation)}${[axis, ...trial].join('.')}.json`;
}

/** `attempt` is `<redrive count>.<retry count>`; the generation makes it unique in the run. */
export function attemptPrefix(
  project: string,
  runId: string,
  execution: {
    readonly node: string;
    readonly executionId: string;
    readonly generation: number;
    readonly attempt: string;
  },
): string {
  const { node, executionId, generation, attempt } = execution;
  return `${runPrefix(project, runId)}${encodeURIComponent(node)}/${encodeURIComponent(executionId)}/${generation}.${attempt}/`;
}

function runPrefix(project: string, runId: string): string {
  return `projects/${project}/runs/${runId}/`;
}

function planPrefix(project: string, runId: string, generation: number): string {
  return `${runPrefix(project, runId)}plan/${generation}/`;
}
