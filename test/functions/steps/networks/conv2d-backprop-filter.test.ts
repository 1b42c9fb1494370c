import '@tensorflow/tfjs-backend-cpu';
// Layers bring the gradients of all operations with them, as in training.
import '@tensorflow/tfjs-layers';
import { conv2d, grads, sum, mul, setBackend, tensor4d, tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../functions/steps/networks/start-backend.ts';
import { seededRandom } from '../../../../functions/steps/random/seeded-random.ts';

interface Case {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly pad: 'same' | 'valid' | number;
}

const kernels = [
  [1, 1],
  [3, 3],
  [5, 5],
  [2, 3],
] as const;
const strides = [
  [1, 1],
  [2, 2],
  [2, 1],
] as const;
const cases: Case[] = kernels.flatMap((kernel) =>
  strides.flatMap((stride) => {
    // With a pad in pixels the library's own forward convolution takes the first stride for both, and overruns its heap.
    const pads = stride[0] === stride[1] ? (['same', 'valid', 1] as const) : (['same', 'valid'] as const);
    return pads.map((pad): Case => ({ kernel, strides: stride, pad }));
  }),
);

const CHANNELS = 3;
const FILTERS = 4;

/** The gradients by the image and by the filter of a weighted sum over the convolution's output. */
async function gradients({ kernel, strides: [down, across], pad }: Case): Promise<Float32Array[]> {
  const random = seededRandom(5);
  const values = (shape: [number, number, number, number]): Tensor4D =>
    tensor4d(
      Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random() - 0.5),
      shape,
    );
  const found = tidy(() => {
    const images = values([2, 9, 8, CHANNELS]);
    const filter = values([kernel[0], kernel[1], CHANNELS, FILTERS]);
    const convolve = (x: Tensor4D, w: Tensor4D): Tensor4D => conv2d(x, w, [down, across], pad);
    const weights = values(convolve(images, filter).shape);
    return grads((x, w) => sum(mul(convolve(x as Tensor4D, w as Tensor4D), weights)))([images, filter]);
  });
  return Promise.all(found.map(async (gradient) => (await gradient.data()) as Float32Array));
}

describe('Conv2DBackpropFilter on WebAssembly', () => {
  afterAll(async () => {
    await setBackend('wasm');
  });

  it.each(cases)(
    'gives the gradients of the plain backend: kernel $kernel, strides $strides, pad $pad',
    async (given) => {
      await startBackend();
      await setBackend('wasm');
      const onWasm = await gradients(given);
      await setBackend('cpu');
      const plain = await gradients(given);
      const differences = onWasm.map((values, index) =>
        values.reduce((most, value, at) => Math.max(most, Math.abs(value - (plain[index]?.[at] ?? NaN))), 0),
      );
      expect(onWasm.map(({ length }) => length)).toEqual(plain.map(({ length }) => length));
      expect(Math.max(...differences)).toBeLessThanOrEqual(1e-4);
    },
  );
});
