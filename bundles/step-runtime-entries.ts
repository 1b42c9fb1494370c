/** What surrounds a step's code in its package: the function's handler, and the worker thread that calls the step. */
export const stepRuntimeEntries = {
  index: 'functions/steps/runtime/index.ts',
  worker: 'functions/steps/runtime/worker.ts',
} as const;
