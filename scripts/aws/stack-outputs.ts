import { readFileSync } from 'node:fs';
import { outputsFile } from './target.ts';

/** An output of the stage's last deployment from here, by the beginning of its name. */
export function stackOutput(stage: string, stack: string, name: string): string {
  const file = outputsFile(stage);
  let outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  try {
    outputs = JSON.parse(readFileSync(file, 'utf8')) as typeof outputs;
  } catch {
    throw new Error(`"${file}" is not there: deploy the stage "${stage}" from this folder first (npm run deploy)`);
  }
  const found = Object.entries(outputs[`Slipway-${stage}-${stack}`] ?? {}).find(([key]) => key.includes(name));
  if (found === undefined) throw new Error(`"${file}" names no ${name}; deploy the stage "${stage}" again`);
  return found[1];
}
