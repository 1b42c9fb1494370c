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
  if (!(await setBackend('wasm'))) throw new Error('the WebAssembly backend of TensorFlow.js did not start');
  await ready();
}
