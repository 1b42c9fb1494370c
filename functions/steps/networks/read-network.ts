import { io } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import * as z from 'zod';
import { StepInputError } from '../step-input-error.ts';
import { classProbabilities } from './class-probabilities.ts';
import type { ClassifierLoader, NetworkCard, NetworkFiles } from './network.ts';
import { startBackend } from './start-backend.ts';

const cardSchema = z.object({
  dataset: z.string(),
  collection: z.string(),
  classNames: z.array(z.string()).min(2),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
  metrics: z.record(z.string(), z.number()),
});

const fileSchema = z.object({
  modelTopology: z.looseObject({}),
  weightsManifest: z.array(z.object({ weights: z.array(z.custom<io.WeightsManifestEntry>()) })).length(1),
  userDefinedMetadata: cardSchema,
});

/** Loads what the train step wrote. */
export const readNetwork: ClassifierLoader = async (files, name) => {
  await startBackend();
  const { modelTopology, weightsManifest, userDefinedMetadata: card } = parseModel(files, name);
  const network = await load(modelTopology, weightsManifest[0]?.weights ?? [], files.weights, name);
  const [, height = 0, width = 0] = network.inputs[0]?.shape ?? [];
  return {
    card,
    imageShape: { height: height ?? 0, width: width ?? 0 },
    classify: (dataset) => classProbabilities(network, dataset),
    dispose: () => network.dispose(),
  };
};

function parseModel(
  { model }: NetworkFiles,
  name: string,
): z.infer<typeof fileSchema> & { userDefinedMetadata: NetworkCard } {
  try {
    return fileSchema.parse(JSON.parse(model));
  } catch {
    throw new StepInputError(`${name}: model.json is not one that the train step wrote; train the model again`);
  }
}

async function load(
  modelTopology: object,
  weightSpecs: io.WeightsManifestEntry[],
  weights: Uint8Array,
  name: string,
): Promise<LayersModel> {
  const expected = weightSpecs.reduce((bytes, { shape }) => bytes + 4 * shape.reduce((a, b) => a * b, 1), 0);
  if (weights.length !== expected) {
    throw new StepInputError(
      `${name}: weights.bin has ${weights.length} bytes, model.json needs ${expected}; train the model again`,
    );
  }
  try {
    return await loadLayersModel(
      io.fromMemory({ modelTopology, weightSpecs, weightData: new Uint8Array(weights).buffer }),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StepInputError(`${name}: the network cannot be loaded (${reason}); train the model again`);
  }
}
