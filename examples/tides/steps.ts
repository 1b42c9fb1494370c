import { readFile } from 'node:fs/promises';
import type { StepContext } from '../../functions/steps/step-context.ts';
import { leastSquares } from './least-squares.ts';

/** The moon's tide comes twice in 24.84 hours. */
const TIDE_HOURS = 12.42;

/** The hours that were measured: the same for every harbour. */
export async function calendar({ inputs, outputs }: StepContext): Promise<void> {
  const hours = (await rowsOf(inputs)).filter(({ harbour }, _, all) => harbour === all[0]?.harbour);
  await outputs.write('hours.json', JSON.stringify(hours.map(({ hour }) => hour)));
}

export async function load({ inputs, outputs, parameters }: StepContext): Promise<void> {
  const rows = (await rowsOf(inputs)).filter(({ harbour }) => harbour === parameters['harbour']);
  if (rows.length === 0) throw new Error(`nothing was measured in "${String(parameters['harbour'])}"`);
  await outputs.write('level.json', JSON.stringify(rows.map(({ level }) => level)));
}

/** What the level was one and two hours ago. */
export async function lags({ inputs, outputs }: StepContext): Promise<void> {
  const level = await read<readonly number[]>(inputs, 'level');
  await outputs.write('lags.json', JSON.stringify(level.map((_, at) => [level[at - 1] ?? 0, level[at - 2] ?? 0])));
}

/** The tide as a wave, fitted to the level. */
export async function waves({ inputs, outputs, metadata }: StepContext): Promise<void> {
  const level = await read<readonly number[]>(inputs, 'level');
  const hours = await read<readonly number[]>(inputs, 'calendar');
  const features = hours.map((hour) => {
    const angle = (2 * Math.PI * hour) / TIDE_HOURS;
    return [1, Math.sin(angle), Math.cos(angle)];
  });
  const [mean = 0, sine = 0, cosine = 0] = leastSquares(features, level);
  metadata({ amplitude: Number(Math.hypot(sine, cosine).toFixed(3)) });
  const wave = features.map(([, s = 0, c = 0]) => mean + sine * s + cosine * c);
  await outputs.write('waves.json', JSON.stringify({ level, wave }));
}

/** How far along in time each hour is, from 0 to 1. */
export async function ramp({ inputs, outputs }: StepContext): Promise<void> {
  const hours = await read<readonly number[]>(inputs, 'calendar');
  await outputs.write('ramp.json', JSON.stringify(hours.map((_, at) => at / (hours.length - 1))));
}

/** Forecasts the next hour from the last two and from the tide; the last quarter tells how well. */
export async function forecast({ inputs, outputs, parameters, metadata }: StepContext): Promise<void> {
  const past = await read<readonly (readonly number[])[]>(inputs, 'lags');
  const { level, wave } = await read<Waves>(inputs, 'waves');
  const features = past.map((each, at) => [1, ...each, wave[at] ?? 0]);
  const cut = Math.floor(level.length * 0.75);
  const penalty = Number(parameters['penalty']);
  const weights = leastSquares(features.slice(2, cut), level.slice(2, cut), penalty);
  const errors = level.slice(cut).map((value, at) => value - dot(features[cut + at] ?? [], weights));
  const error = Math.sqrt(errors.reduce((sum, each) => sum + each ** 2, 0) / errors.length);
  metadata({ error: Number(error.toFixed(4)) });
  await outputs.write('forecast.json', JSON.stringify({ penalty, error }));
}

/** Whether the water rises, the tide apart: metres from the first hour to the last. */
export async function trend({ inputs, outputs, metadata }: StepContext): Promise<void> {
  const { level, wave } = await read<Waves>(inputs, 'waves');
  const along = await read<readonly number[]>(inputs, 'ramp');
  const [, rise = 0] = leastSquares(
    along.map((each) => [1, each]),
    level.map((value, at) => value - (wave[at] ?? 0)),
  );
  metadata({ rise: Number(rise.toFixed(3)) });
  await outputs.write('trend.json', JSON.stringify({ rise }));
}

/** The best penalty of each harbour, and its trend. Files come in trial order: harbour by harbour. */
export async function report({ inputs, outputs, metadata }: StepContext): Promise<void> {
  const forecasts = await readAll<{ penalty: number; error: number }>(inputs, 'forecasts');
  const trends = await readAll<{ rise: number }>(inputs, 'trends');
  const each = forecasts.length / trends.length;
  const lines = trends.map(({ rise }, at) => {
    const [best] = forecasts.slice(at * each, (at + 1) * each).sort((a, b) => a.error - b.error);
    return { penalty: best?.penalty, error: best?.error, rise };
  });
  metadata({ forecasts: forecasts.length, trends: trends.length });
  await outputs.write('report.json', JSON.stringify(lines));
}

interface Waves {
  readonly level: readonly number[];
  readonly wave: readonly number[];
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}

async function rowsOf(inputs: StepContext['inputs']) {
  const [file] = inputs['levels']?.files ?? [];
  const lines = (await readFile(file?.path ?? '', 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const [harbour = '', hour = '', level = ''] = line.split(',');
    return { harbour, hour: Number(hour), level: Number(level) };
  });
}

async function read<T>(inputs: StepContext['inputs'], name: string): Promise<T> {
  const [first] = await readAll<T>(inputs, name);
  if (first === undefined) throw new Error(`the input "${name}" is empty`);
  return first;
}

async function readAll<T>(inputs: StepContext['inputs'], name: string): Promise<readonly T[]> {
  const files = inputs[name]?.files ?? [];
  return Promise.all(files.map(async ({ path }) => JSON.parse(await readFile(path, 'utf8')) as T));
}
