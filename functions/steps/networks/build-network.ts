import { train } from '@tensorflow/tfjs-core';
import { initializers, layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import type { NetworkSettings } from './network.ts';

type Layer = Parameters<Sequential['add']>[0];

/** The network before training, ready to be trained. Its first weights depend on the seed alone. */
export function buildNetwork(settings: NetworkSettings, height: number, width: number, classes: number): Sequential {
  const { model, hiddenUnits, seed, learningRate } = settings;
  // Every layer draws from a seed of its own; names are given, since the library would number them a process.
  const weights = (layer: number): { kernelInitializer: ReturnType<typeof initializers.heNormal> } => ({
    kernelInitializer: initializers.heNormal({ seed: seed * 16 + layer }),
  });
  const inputShape = [height, width, 1];
  const front: Layer[] =
    model === 'mlp'
      ? [layers.flatten({ name: 'flatten', inputShape })]
      : [
          layers.conv2d({ name: 'convolution-1', inputShape, filters: 8, ...convolution, ...weights(1) }),
          layers.maxPooling2d({ name: 'pooling-1', poolSize: 2 }),
          layers.conv2d({ name: 'convolution-2', filters: 16, ...convolution, ...weights(2) }),
          layers.maxPooling2d({ name: 'pooling-2', poolSize: 2 }),
          layers.flatten({ name: 'flatten' }),
        ];
  const network = sequential({
    name: model,
    layers: [
      ...front,
      layers.dense({ name: 'hidden', units: hiddenUnits, activation: 'relu', ...weights(3) }),
      layers.dense({ name: 'classes', units: classes, activation: 'softmax', ...weights(4) }),
    ],
  });
  network.compile({ optimizer: train.adam(learningRate), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return network;
}

const convolution = { kernelSize: 3, padding: 'same', activation: 'relu' } as const;
