import type { ImageDataset } from '../datasets/image-dataset.ts';

export interface NetworkSettings {
  /** `mlp`: one hidden layer; `cnn`: two convolutions with pooling, then the hidden layer. */
  readonly model: 'mlp' | 'cnn';
  /** Units of the hidden layer. */
  readonly hiddenUnits: number;
  readonly epochs: number;
  /** Images a step of the optimiser. */
  readonly batchSize: number;
  /** Of the first batch; it falls linearly to zero at the last. */
  readonly learningRate: number;
  /** Determines the first weights and the order of the images. */
  readonly seed: number;
}

/** How far training had come after an epoch; accuracies are shares from 0 to 1. */
export interface EpochMetrics {
  /** From 1. */
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  /** Absent where no validation images were given. */
  readonly validation?: Score;
}

export interface Score {
  /** Mean cross-entropy, in nats an image. */
  readonly loss: number;
  readonly accuracy: number;
}

/** A network in the files of TensorFlow.js's layers format. */
export interface NetworkFiles {
  /** The text of `model.json`. */
  readonly model: string;
  /** The bytes of `weights.bin`. */
  readonly weights: Uint8Array;
}

/** What a network says of itself, kept within `model.json`, so that it can be used without anything beside it. */
export interface NetworkCard {
  /** The `id` of the split it was trained on. */
  readonly dataset: string;
  readonly collection: string;
  readonly classNames: readonly string[];
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly metrics: Readonly<Record<string, number>>;
}

export interface TrainingData {
  readonly train: ImageDataset;
  readonly validation?: ImageDataset;
}

interface TrainingWatch {
  /** Training ends with this signal's reason between two batches. */
  readonly signal: AbortSignal;
  readonly onEpoch: (metrics: EpochMetrics) => void;
}

/** Trains a network; which library does it is nobody else's business. */
export type Trainer = (
  data: TrainingData,
  settings: NetworkSettings,
  watch: TrainingWatch,
  describe: (history: readonly EpochMetrics[]) => NetworkCard,
) => Promise<NetworkFiles>;

/** A loaded network, to be disposed of after use. */
export interface Classifier {
  readonly card: NetworkCard;
  readonly imageShape: { readonly height: number; readonly width: number };
  /** Probabilities of the classes, image after image. */
  classify(dataset: ImageDataset): Float32Array;
  dispose(): void;
}

/** Loads a network for use; `name` stands for it in messages. */
export type ClassifierLoader = (files: NetworkFiles, name: string) => Promise<Classifier>;
