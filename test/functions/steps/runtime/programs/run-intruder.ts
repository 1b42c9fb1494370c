import { tmpdir } from 'node:os';
import { outcomeOfEnding } from '../../../../../functions/steps/runtime/ending-outcome.ts';
import { createStepThread } from '../../../../../functions/steps/runtime/step-thread.ts';

/** Runs the step that writes to a path, and prints what came of it. */
const thread = createStepThread({
  workerUrl: new URL('../../../../../functions/steps/runtime/worker.ts', import.meta.url),
  stepUrl: new URL('../steps/intruder.ts', import.meta.url),
  exportName: 'default',
});
const execution = { project: 'default', runId: 'run', node: 'train', executionId: 'train', trial: [] };
const { ended } = thread.run(
  {
    id: 1,
    parameters: { path: process.argv[2] ?? '' },
    inputs: {},
    outputsDirectory: tmpdir(),
    environmentVariables: {},
    execution,
  },
  () => undefined,
);
const { ending } = await ended;
process.stdout.write(JSON.stringify(outcomeOfEnding(ending, undefined, undefined)));
await thread.dispose();
