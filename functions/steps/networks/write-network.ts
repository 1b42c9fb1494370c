import { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NetworkCard, NetworkFiles } from './network.ts';

export const WEIGHTS_FILE = 'weights.bin';

/** The network in TensorFlow.js's layers format, without dates, so that equal networks are equal bytes. */
export async function writeNetwork(network: LayersModel, card: NetworkCard): Promise<NetworkFiles> {
  let files: NetworkFiles | undefined;
  const keep: io.SaveHandler = (artifacts) => {
    files = {
      model: `${JSON.stringify({
        format: artifacts.format,
        generatedBy: artifacts.generatedBy,
        convertedBy: artifacts.convertedBy,
        modelTopology: artifacts.modelTopology,
        weightsManifest: [{ paths: [WEIGHTS_FILE], weights: artifacts.weightSpecs }],
        userDefinedMetadata: card,
      })}\n`,
      weights: new Uint8Array(io.CompositeArrayBuffer.join(artifacts.weightData)),
    };
    return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
  };
  await network.save(io.withSaveHandler(keep));
  if (files === undefined) throw new Error('TensorFlow.js saved no network');
  return files;
}
