import { dispose, type Optimizer } from '@tensorflow/tfjs-core';
import type { Sequential } from '@tensorflow/tfjs-layers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ImageDataset } from '../datasets/image-dataset.ts';
import { seededRandom, shuffledIndices, type SeededRandom } from '../random/seeded-random.ts';
import { buildNetwork } from './build-network.ts';
import { classProbabilities } from './class-probabilities.ts';
import { classTensor, imageTensor } from './image-tensors.ts';
import type { EpochMetrics, NetworkSettings, Score, Trainer } from './network.ts';
import { scoreProbabilities } from './score-probabilities.ts';
import { startBackend } from './start-backend.ts';
import { writeNetwork } from './write-network.ts';

/**
 * Trains with TensorFlow.js and the Adam optimiser, whose learning rate falls linearly to zero: more epochs then seldom
 * end in a worse network. The same data and settings give the same bytes.
 */
export const trainNetwork: Trainer = async ({ train, validation }, settings, watch, describe) => {
  await startBackend();
  const network = buildNetwork(settings, train);
  try {
    const random = seededRandom(settings.seed);
    const history: EpochMetrics[] = [];
    for (let epoch = 1; epoch <= settings.epochs; epoch++) {
      const score = await trainEpoch(network, train, settings, epoch, random, watch.signal);
      const metrics = { epoch, ...score, ...(validation && { validation: scoreOn(network, validation) }) };
      history.push(metrics);
      watch.onEpoch(metrics);
    }
    return await writeNetwork(network, describe(history));
  } finally {
    network.dispose();
    network.optimizer.dispose();
  }
};

async function trainEpoch(
  network: Sequential,
  train: ImageDataset,
  { batchSize, learningRate, epochs }: NetworkSettings,
  epoch: number,
  random: SeededRandom,
  signal: AbortSignal,
): Promise<Score> {
  const order = shuffledIndices(train.labels.length, random);
  let loss = 0;
  let right = 0;
  for (let start = 0; start < order.length; start += batchSize) {
    // Without a turn of the event loop, the message that aborts the signal would never arrive.
    await nextTurn();
    signal.throwIfAborted();
    const done = (epoch - 1 + start / order.length) / epochs;
    setLearningRate(network.optimizer, learningRate * (1 - done));
    const indices = order.subarray(start, start + batchSize);
    const images = imageTensor(train, indices);
    const classes = classTensor(train, indices);
    const [batchLoss = NaN, batchAccuracy = NaN] = [await network.trainOnBatch(images, classes)].flat();
    dispose([images, classes]);
    loss += batchLoss * indices.length;
    right += batchAccuracy * indices.length;
  }
  return { loss: loss / order.length, accuracy: right / order.length };
}

// The optimiser reads this property at every step, but the library's types offer no setter.
function setLearningRate(optimizer: Optimizer, learningRate: number): void {
  Object.assign(optimizer, { learningRate });
}

const scoreOn = (network: Sequential, dataset: ImageDataset): Score =>
  scoreProbabilities(classProbabilities(network, dataset), dataset);
