import { readFile } from 'node:fs/promises';
import type { StepContext } from '../../../../../functions/steps/step-context.ts';

/** Says when and for whom it was run, so that a result tells whether it was made anew. */
export default async ({ inputs, parameters, outputs, metadata, execution }: StepContext): Promise<void> => {
  const texts = (inputs['data']?.files ?? []).map(({ path }) => readFile(path, 'utf8'));
  metadata({ madeBy: execution.runId, texts: await Promise.all(texts), parameters });
  await outputs.write('made.txt', execution.runId);
  if (parameters['epochs'] === 0) throw new Error('no epochs');
};
