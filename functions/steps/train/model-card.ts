import { classNameOf, type ImageDataset } from '../datasets/image-dataset.ts';
import type { EpochMetrics, NetworkSettings, TrainingData } from '../networks/network.ts';
import { parametersOf } from './train-settings.ts';

/** What a user of the model must know: its data, how it was made, how good it is, what it is not for. */
export interface ModelCard {
  readonly name: string;
  readonly data: {
    readonly collection: string;
    readonly dataset: string;
    readonly classes: readonly string[];
    readonly trainImages: number;
    readonly validationImages: number;
    readonly imageSize: readonly [width: number, height: number];
    /** Training images of each class, in the order of `classes`. */
    readonly trainImagesByClass: readonly number[];
  };
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly epochs: readonly EpochMetrics[];
  readonly trainingSeconds: number;
  readonly limits: readonly string[];
}

export function writeModelCard(
  { train, validation }: TrainingData,
  settings: NetworkSettings,
  epochs: readonly EpochMetrics[],
  trainingSeconds: number,
): ModelCard {
  const subject = train.collection === '' ? 'images' : train.collection;
  return {
    name: `${settings.model} for ${subject}, ${settings.epochs} epoch${settings.epochs === 1 ? '' : 's'}`,
    data: {
      collection: train.collection,
      dataset: train.id,
      classes: train.classNames,
      trainImages: train.labels.length,
      validationImages: validation?.labels.length ?? 0,
      imageSize: [train.width, train.height],
      trainImagesByClass: countByClass(train),
    },
    parameters: parametersOf(settings),
    epochs,
    trainingSeconds,
    limits: [
      `It knows only the classes ${train.classNames.join(', ')}, and names one of them for any image whatever.`,
      `It expects grey images of ${train.width} x ${train.height} pixels, prepared like its training images, with values from 0 to 1.`,
      'Its probabilities are not calibrated: do not read them as how often it is right.',
      validation === undefined
        ? 'No validation images were given, so nothing here says how it does on images that it has not seen.'
        : 'Its validation images come from the same source as its training images; images from elsewhere may do worse.',
    ],
  };
}

function countByClass(dataset: ImageDataset): number[] {
  const counts = dataset.classNames.map(() => 0);
  for (const label of dataset.labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

export function modelCardMarkdown(card: ModelCard): string {
  const { data } = card;
  const share = (value: number | undefined): string => (value === undefined ? '–' : `${(value * 100).toFixed(1)} %`);
  const byClass = data.trainImagesByClass.map(
    (count, label) => `| ${classNameOf({ classNames: data.classes }, label)} | ${count} |`,
  );
  return [
    `# Model card: ${card.name}`,
    '',
    '## Data',
    '',
    `Collection: ${data.collection === '' ? 'all images' : data.collection}. Split: \`${data.dataset === '' ? 'unnamed' : data.dataset}\`.`,
    `${data.trainImages} training and ${data.validationImages} validation images of ${data.imageSize.join(' x ')} pixels, grey.`,
    'Test images took no part in training.',
    '',
    '| class | training images |',
    '| --- | ---: |',
    ...byClass,
    '',
    '## Parameters',
    '',
    '| parameter | value |',
    '| --- | --- |',
    ...Object.entries(card.parameters).map(([name, value]) => `| ${name} | ${value} |`),
    '',
    '## Metrics',
    '',
    '| epoch | loss | accuracy | validation loss | validation accuracy |',
    '| ---: | ---: | ---: | ---: | ---: |',
    ...card.epochs.map(
      ({ epoch, loss, accuracy, validation }) =>
        `| ${epoch} | ${loss.toFixed(4)} | ${share(accuracy)} | ${validation?.loss.toFixed(4) ?? '–'} | ${share(validation?.accuracy)} |`,
    ),
    '',
    `Trained in ${card.trainingSeconds.toFixed(1)} s.`,
    '',
    '## Limits',
    '',
    ...card.limits.map((limit) => `- ${limit}`),
    '',
    '## Use',
    '',
    '`model.json` and `weights.bin` are in the layers format of TensorFlow.js: `tf.loadLayersModel` opens them.',
    '',
  ].join('\n');
}
