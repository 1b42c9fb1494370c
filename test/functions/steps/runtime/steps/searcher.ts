import type { StepContext } from '../../../../../functions/steps/step-context.ts';

/** Scores its value, and then goes on until it is told to end, or for as long as it is told. */
export default async ({ parameters, metadata, signal }: StepContext): Promise<void> => {
  metadata({ score: parameters['value'] });
  const seconds = Number(parameters['seconds']);
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
};
