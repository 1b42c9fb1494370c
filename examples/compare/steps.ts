import { readFile } from 'node:fs/promises';
import type { StepContext } from '../../functions/steps/step-context.ts';
import { fitModel, guess, type Model, type Shell } from './methods.ts';

/** Keeps every fourth shell for the test: nobody may be judged by what it has learnt from. */
export async function split({ inputs, outputs, metadata }: StepContext): Promise<void> {
  const lines = (await textOf(inputs, 'shells')).trim().split('\n');
  const learn = lines.filter((_, index) => index % 4 !== 0);
  const test = lines.filter((_, index) => index % 4 === 0);
  metadata({ learn: learn.length, test: test.length });
  await outputs.write('learn.csv', `${learn.join('\n')}\n`);
  await outputs.write('test.csv', `${test.join('\n')}\n`);
}

export async function fit({ inputs, outputs, parameters }: StepContext): Promise<void> {
  const model = fitModel(String(parameters['method']), shellsIn(await textOf(inputs, 'shells')));
  await outputs.write('model.json', JSON.stringify(model));
}

export async function judge({ inputs, metadata }: StepContext): Promise<void> {
  const model = JSON.parse(await textOf(inputs, 'model')) as Model;
  const shells = shellsIn(await textOf(inputs, 'shells'));
  const right = shells.filter((shell) => guess(model, shell) === shell.kind).length;
  metadata({ method: model.method, accuracy: Number((right / shells.length).toFixed(3)) });
}

/** Keeps the model that was right most often. */
export async function choose({ inputs, outputs, parameters, metadata }: StepContext): Promise<void> {
  const judged = ['neighbours', 'bayes', 'tree'].map((method) => ({ method, accuracy: Number(parameters[method]) }));
  const [best] = judged.toSorted((a, b) => b.accuracy - a.accuracy);
  for (const file of inputs['models']?.files ?? []) {
    const text = await readFile(file.path, 'utf8');
    if ((JSON.parse(text) as Model).method === best?.method) await outputs.write('best.json', text);
  }
  metadata({ ...best });
}

function shellsIn(text: string): readonly Shell[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [length = '', width = '', kind = ''] = line.split(',');
      return { length: Number(length), width: Number(width), kind };
    });
}

async function textOf(inputs: StepContext['inputs'], name: string): Promise<string> {
  const [file] = inputs[name]?.files ?? [];
  if (file === undefined) throw new Error(`the input "${name}" is empty`);
  return readFile(file.path, 'utf8');
}
