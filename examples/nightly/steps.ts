import { readFile } from 'node:fs/promises';
import type { StepContext } from '../../functions/steps/step-context.ts';

interface Line {
  readonly slope: number;
  readonly intercept: number;
}

/** Fits a straight line through the points of a CSV, by least squares. */
export async function train({ inputs, outputs, metadata }: StepContext): Promise<void> {
  const points = await readPoints(inputs);
  if (points.length < 2) throw new Error(`a line needs two points, and there are ${points.length}`);
  const mean = (of: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(([each]) => each), mean(([, each]) => each)];
  const slope = mean(([a, b]) => (a - x) * (b - y)) / mean(([a]) => (a - x) ** 2);
  const line: Line = { slope, intercept: y - slope * x };
  const error = Math.sqrt(mean(([a, b]) => (line.intercept + line.slope * a - b) ** 2));
  metadata({ ...line, error: Number(error.toFixed(4)) });
  await outputs.write('line.json', JSON.stringify(line));
}

/** Hands the new model on as the one in use. */
export async function publish({ inputs, outputs }: StepContext): Promise<void> {
  const [file] = inputs['line']?.files ?? [];
  await outputs.write('current.json', await readFile(file?.path ?? '', 'utf8'));
}

/** Notes what came of the night, whatever it was: a line of a log. */
export async function note({ parameters, outputs, execution, run }: StepContext): Promise<void> {
  const why = run?.failedNodes.map(({ node, reason }) => `; ${node}: ${reason ?? 'failed'}`).join('') ?? '';
  await outputs.write('note.txt', `${execution.runId}: ${String(parameters['text'])}${why}\n`);
}

async function readPoints(inputs: StepContext['inputs']): Promise<readonly (readonly [number, number])[]> {
  const [file] = inputs['points']?.files ?? [];
  const lines = (await readFile(file?.path ?? '', 'utf8'))
    .trim()
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => {
    const [x = NaN, y = NaN] = line.split(',').map(Number);
    if (!Number.isFinite(x) || !Number.isFinite(y)) throw new Error(`"${line}" is no point`);
    return [x, y] as const;
  });
}
