import { train } from '@tensorflow/tfjs-core';
import { initializers, layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import type { ImageDataset } from '../datasets/image-dataset.ts';
import type { NetworkSettings } from './network.ts';
import { standardisation } from './standardisation.ts';

type Layer = Parameters<Sequential['add']>[0];

/**
 * The network before training, ready to be trained. It takes pixels from 0 to 1, which it standardises itself. Its first
 * weights depend on the seed alone.
 */
export function buildNetwork(settings: NetworkSettings, data: ImageDataset): Sequential {
  const { model, hiddenUnits, seed, learningRate } = settings;
  // Every layer draws from a seed of its own; names are given, since the library would number them a process.
  const weights = (layer: number): { kernelInitializer: ReturnType<typeof initializers.heNormal> } => ({
    kernelInitializer: initializers.heNormal({ seed: seed * 16 + layer }),
  });
  const convolutions: Layer[] = [
    layers.conv2d({ name: 'convolution-1', filters: 8, ...convolution, ...weights(1) }),
    layers.maxPooling2d({ name: 'pooling-1', poolSize: 2 }),
    layers.conv2d({ name: 'convolution-2', filters: 16, ...convolution, ...weights(2) }),
    layers.maxPooling2d({ name: 'pooling-2', poolSize: 2 }),
  ];
  const network = sequential({
    name: model,
    layers: [
      layers.inputLayer({ name: 'images', inputShape: [data.height, data.width, 1] }),
      layers.rescaling({ name: 'standardise', ...standardisation(data) }),
      ...(model === 'cnn' ? convolutions : []),
      layers.flatten({ name: 'flatten' }),
      layers.dense({ name: 'hidden', units: hiddenUnits, activation: 'relu', ...weights(3) }),
      layers.dense({ name: 'classes', units: data.classNames.length, activation: 'softmax', ...weights(4) }),
    ],
  });
  network.compile({ optimizer: train.adam(learningRate), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return network;
}

const convolution = { kernelSize: 3, padding: 'same', activation: 'relu' } as const;
