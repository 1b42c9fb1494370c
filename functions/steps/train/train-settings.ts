import type { NetworkSettings } from '../networks/network.ts';
import { readChoice, readInteger, readNumber } from '../parameters/read-parameter.ts';
import type { StepContext } from '../step-context.ts';

/** The step's parameters; the defaults were chosen on validation images of Fashion-MNIST. */
export const readTrainSettings = (parameters: StepContext['parameters']): NetworkSettings => ({
  model: readChoice(parameters, 'model', ['mlp', 'cnn']),
  hiddenUnits: readInteger(parameters, 'hidden_units', { default: 128, min: 1, max: 4096 }),
  epochs: readInteger(parameters, 'epochs', { default: 5, min: 1, max: 1000 }),
  batchSize: readInteger(parameters, 'batch_size', { default: 32, min: 1, max: 8192 }),
  learningRate: readNumber(parameters, 'learning_rate', { default: 0.001, min: 1e-7, max: 1 }),
  seed: readInteger(parameters, 'seed', { default: 1, min: 0, max: 2 ** 27 }),
});

/** The settings under the names of the step's parameters, for metadata, tables and the model card. */
export const parametersOf = (settings: NetworkSettings): Readonly<Record<string, string | number>> => ({
  model: settings.model,
  epochs: settings.epochs,
  learning_rate: settings.learningRate,
  batch_size: settings.batchSize,
  hidden_units: settings.hiddenUnits,
  seed: settings.seed,
});
