import type { StepContext } from '../../../../../functions/steps/step-context.ts';

/** Tells what it knows of its run. */
export default async ({ run, outputs }: StepContext): Promise<void> => {
  const environment = [process.env['SLIPWAY_RUN_STATUS'], process.env['SLIPWAY_FAILED_NODES']];
  await outputs.write('run.json', JSON.stringify({ run, environment }));
};
