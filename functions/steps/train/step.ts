import type { EpochMetrics, NetworkCard } from '../networks/network.ts';
import { trainNetwork } from '../networks/train-network.ts';
import { WEIGHTS_FILE } from '../networks/write-network.ts';
import type { StepContext } from '../step-context.ts';
import { modelCardMarkdown, writeModelCard } from './model-card.ts';
import { parametersOf, readTrainSettings } from './train-settings.ts';
import { readTrainingData } from './training-data.ts';

/**
 * `slipway/train#default`: trains a network on the input `dataset`, prints a metadata line an epoch, and writes
 * `model.json`, `weights.bin`, `metrics.json`, `model-card.md` and `model-card.json`.
 */
export default async function train(context: StepContext): Promise<void> {
  const settings = readTrainSettings(context.parameters);
  const data = await readTrainingData(context.inputs);
  const started = performance.now();
  let history: readonly EpochMetrics[] = [];
  const describe = (epochs: readonly EpochMetrics[]): NetworkCard => {
    history = epochs;
    return {
      dataset: data.train.id,
      collection: data.train.collection,
      classNames: data.train.classNames,
      parameters: parametersOf(settings),
      metrics: flatMetrics(epochs.at(-1)),
    };
  };
  const onEpoch = (metrics: EpochMetrics): void => context.metadata(flatMetrics(metrics));
  const network = await trainNetwork(data, settings, { signal: context.signal, onEpoch }, describe);
  const seconds = Math.round(performance.now() - started) / 1000;
  const card = writeModelCard(data, settings, history, seconds);
  const metrics = { epochs: history.map(flatMetrics), training_seconds: seconds };
  const { outputs } = context;
  await outputs.write('model.json', network.model, { mediaType: 'application/json' });
  await outputs.write(WEIGHTS_FILE, network.weights, { mediaType: 'application/octet-stream' });
  await outputs.write('metrics.json', `${JSON.stringify(metrics, null, 2)}\n`, { mediaType: 'application/json' });
  await outputs.write('model-card.json', `${JSON.stringify(card, null, 2)}\n`, { mediaType: 'application/json' });
  await outputs.write('model-card.md', modelCardMarkdown(card), { mediaType: 'text/markdown' });
}

/** An epoch's metrics under the names that metadata uses; nothing for no epoch. */
function flatMetrics(metrics: EpochMetrics | undefined): Readonly<Record<string, number>> {
  if (metrics === undefined) return {};
  const { epoch, loss, accuracy, validation } = metrics;
  return {
    epoch,
    loss,
    accuracy,
    ...(validation === undefined ? {} : { val_loss: validation.loss, val_accuracy: validation.accuracy }),
  };
}
