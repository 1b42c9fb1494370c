import { writeFile } from 'node:fs/promises';
import type { StepContext } from '../../../../../functions/steps/step-context.ts';

/** Writes where its parameter says. */
export default async ({ parameters }: StepContext): Promise<void> => {
  await writeFile(String(parameters['path']), 'out');
};
