import { ready, setBackend } from '@tensorflow/tfjs-core';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { sep } from 'node:path';
import { registerConv2dBackpropFilter } from './conv2d-backprop-filter.ts';
import { locateAssets } from './locate-assets.ts';

let started: Promise<void> | undefined;

/** Makes TensorFlow.js compute on WebAssembly with SIMD, on one thread, so that the same seed gives the same bytes. */
export function startBackend(): Promise<void> {
  started ??= start();
  return started;
}

async function start(): Promise<void> {
  setWasmPaths(locateAssets() + sep);
  setThreadsCount(1);
  registerConv2dBackpropFilter();
  const before = new Set(faultListeners());
  if (!(await setBackend('wasm'))) throw new Error('the WebAssembly backend of TensorFlow.js did not start');
  await ready();
  // Emscripten's loader listens for every fault of the process, only to throw it again from its own line.
  for (const listener of faultListeners()) {
    if (!before.has(listener)) FAULTS.forEach((fault) => process.off(fault, listener));
  }
}

const FAULTS: readonly string[] = ['uncaughtException', 'unhandledRejection'];

type FaultListener = (...values: unknown[]) => void;

const faultListeners = (): readonly FaultListener[] =>
  FAULTS.flatMap((fault) => process.listeners(fault as 'uncaughtException') as FaultListener[]);
