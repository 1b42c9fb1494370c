import console from 'node:console';
import type { StepContext } from '../../../../../functions/steps/step-context.ts';

export default async ({ outputs }: StepContext): Promise<void> => {
  console.log('one line');
  await outputs.write('numbers.txt', '1 2 3');
};
