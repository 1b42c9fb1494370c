import { AsyncLocalStorage } from 'node:async_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../../../statemachines/diagnostics/invariant.ts';
import type { StepContext, StepHandler } from '../step-context.ts';
import { captureOutput } from './captured-output.ts';
import { createStepOutputs } from './step-outputs.ts';
import { describeThrown } from './thrown-error.ts';
import type { MessageFromWorker, MessageToWorker, StepJob, WorkerData } from './worker-protocol.ts';

/** The worker thread: calls the step, once for each delivery, for as long as it stays healthy. */

invariant(parentPort !== null, 'worker.ts is started as a worker thread');
const port = parentPort;
const { stepUrl, exportName, printed } = workerData as WorkerData;
/** Which delivery's code is at work: what one left behind may go on while the next one runs. */
const deliveries = new AsyncLocalStorage<number>();
const output = captureOutput(port, printed, () => deliveries.getStore());
const step = loadStep();
// Reported with the first job; until then a failed import must not be an unhandled rejection.
step.catch(() => undefined);

const inheritedEnvironment = { ...process.env };
let current: { readonly id: number; readonly abort: AbortController } | undefined;

port.on('message', (message: MessageToWorker) => {
  switch (message.kind) {
    case 'run':
      void run(message.job);
      return;
    case 'abort':
      if (current?.id === message.id) current.abort.abort(new Error(message.reason));
  }
});

async function loadStep(): Promise<StepHandler> {
  const module = (await import(stepUrl)) as Readonly<Record<string, unknown>>;
  const handler = module[exportName];
  if (typeof handler !== 'function') {
    throw new TypeError(`the export "${exportName}" of the step's module is not a function but ${typeof handler}`);
  }
  return handler as StepHandler;
}

async function run(job: StepJob): Promise<void> {
  let handler: StepHandler;
  try {
    handler = await step;
  } catch (error) {
    send({ kind: 'unloadable', id: job.id, error: describeThrown(error) });
    return;
  }
  const abort = new AbortController();
  current = { id: job.id, abort };
  setEnvironment(job.environmentVariables);
  const stepOutputs = createStepOutputs(job.outputsDirectory, (path, note) => {
    send({ kind: 'noted', id: job.id, path, note });
  });
  const context: StepContext = {
    parameters: job.parameters,
    inputs: job.inputs,
    outputs: stepOutputs.outputs,
    metadata: printMetadata,
    signal: abort.signal,
    execution: job.execution,
    ...(job.run === undefined ? {} : { run: job.run }),
  };
  try {
    await deliveries.run(job.id, () => handler(context));
    send({ kind: 'returned', id: job.id, outputs: stepOutputs.used() });
  } catch (error) {
    send({ kind: 'threw', id: job.id, outputs: stepOutputs.used(), error: describeThrown(error) });
  }
}

/** One JSON object on a line of its own, also after a line that the step has left open. */
function printMetadata(values: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${output.atLineStart() ? '' : '\n'}${JSON.stringify(values)}\n`);
}

/** A worker has its own copy of the environment; each delivery starts from the inherited one. */
function setEnvironment(variables: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) {
    if (!(name in inheritedEnvironment)) delete process.env[name];
  }
  Object.assign(process.env, inheritedEnvironment, variables);
}

function send(message: MessageFromWorker): void {
  port.postMessage(message);
}
