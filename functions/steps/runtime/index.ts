import { tmpdir } from 'node:os';
import { requireVariable } from './require-variable.ts';
import { createStepFunction } from './create-step-function.ts';
import { createPlanLoader } from './node-plans.ts';
import { createRuntimeStores } from './runtime-stores.ts';
import { runtimeIntervals } from './step-runtime.ts';
import { createStepThread } from './step-thread.ts';

/** Entry of every step's function: the worker and the step lie beside it in the package. */

const memory = Number(process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']);
const stores = createRuntimeStores(requireVariable('SLIPWAY_BUCKET'), requireVariable('SLIPWAY_TABLE'));
const thread = createStepThread({
  workerUrl: new URL('./worker.mjs', import.meta.url),
  stepUrl: new URL('./step.mjs', import.meta.url),
  exportName: 'default',
  ...(memory > 0 ? { heapMb: heapOf(memory) } : {}),
});
// While the environment starts, the step's own code is loaded too.
thread.warm();

export const handler = createStepFunction({
  stores,
  loadPlan: createPlanLoader(stores.objects),
  thread,
  ...(memory > 0 ? { memoryMb: memory } : {}),
  temporaryDirectory: tmpdir(),
  intervals: runtimeIntervals,
});

/** The main thread and Node itself need their share of the function's memory. */
function heapOf(memoryMb: number): number {
  return Math.max(48, Math.floor(memoryMb * 0.85) - 64);
}
