/** The parts of a pipeline parameter's target, `node.parameter.name`: split on the first two dots, keys may hold dots. */
export interface PipelineParameterTarget {
  readonly node: string;
  readonly type: string;
  readonly key: string;
}

export function parseTarget(text: string): PipelineParameterTarget | undefined {
  const first = text.indexOf('.');
  const second = text.indexOf('.', first + 1);
  if (first <= 0 || second === -1 || second === text.length - 1) return undefined;
  return { node: text.slice(0, first), type: text.slice(first + 1, second), key: text.slice(second + 1) };
}

/** Valohai's own linter takes every socket type that starts with "parameter" here, though not in edges. */
export function setsParameter(target: PipelineParameterTarget): boolean {
  return target.type.startsWith('parameter');
}
