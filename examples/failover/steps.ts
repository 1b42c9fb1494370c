import { readFile } from 'node:fs/promises';
import type { StepContext } from '../../functions/steps/step-context.ts';

/** Reads a station's hourly temperatures; a file with a value that is no temperature fails as a whole. */
export async function read({ inputs, outputs, metadata }: StepContext): Promise<void> {
  const [file] = inputs['readings']?.files ?? [];
  if (file === undefined) throw new Error('there are no readings');
  const values = (await readFile(file.path, 'utf8')).trim().split('\n').map(Number);
  const bad = values.findIndex((value) => !Number.isFinite(value) || value < -90 || value > 60);
  if (bad !== -1) throw new Error(`line ${bad + 1} of ${file.name} is no temperature`);
  metadata({ readings: values.length });
  await outputs.write('temperatures.json', JSON.stringify({ station: file.name.replace('.csv', ''), values }));
}

/** Writes the day's report from the one station that could be read. */
export async function report({ inputs, outputs, metadata }: StepContext): Promise<void> {
  const [file] = inputs['temperatures']?.files ?? [];
  if (file === undefined) throw new Error('no station could be read');
  const { station, values } = JSON.parse(await readFile(file.path, 'utf8')) as { station: string; values: number[] };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  metadata({ station, mean_temperature: Number(mean.toFixed(2)) });
  await outputs.write(
    'report.md',
    `# Yesterday\n\n${station}: ${mean.toFixed(1)} degrees in the mean of ${values.length} hours.\n`,
  );
}
