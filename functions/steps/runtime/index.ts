import { tmpdir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { requireVariable } from './require-variable.ts';
import { createCodeDigest } from './code-digest.ts';
import { createStepFunction } from './create-step-function.ts';
import { heapLimits } from './heap-limits.ts';
import { createPlanLoader, createPointsLoader } from './node-plans.ts';
import { createRuntimeStores } from './runtime-stores.ts';
import { runtimeIntervals } from './step-runtime.ts';
import { createStepThread } from './step-thread.ts';

/** Entry of every step's function: the worker and the step lie beside it in the package. */

const memory = Number(process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']);
const limits = memory > 0 ? heapLimits(memory) : undefined;
// Lambda starts Node with this flag, and a flag of the process goes before the limit of a worker.
if (limits !== undefined) setFlagsFromString(`--max-old-space-size=${limits.maxOldGenerationSizeMb}`);
const stores = createRuntimeStores(requireVariable('SLIPWAY_BUCKET'), requireVariable('SLIPWAY_TABLE'));
const stepUrl = new URL('./step.mjs', import.meta.url);
const thread = createStepThread({
  workerUrl: new URL('./worker.mjs', import.meta.url),
  stepUrl,
  exportName: 'default',
  ...(limits === undefined ? {} : { limits }),
});
// While the environment starts, the step's own code is loaded too.
thread.warm();

export const handler = createStepFunction({
  stores,
  loadPlan: createPlanLoader(stores.objects),
  loadPoints: createPointsLoader(stores.objects),
  thread,
  codeDigest: createCodeDigest(stepUrl),
  ...(memory > 0 ? { memoryMb: memory } : {}),
  temporaryDirectory: tmpdir(),
  intervals: runtimeIntervals,
});
