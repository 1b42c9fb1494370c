import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { WEIGHTS_FILE } from '../networks/write-network.ts';
import type { InputFile } from '../step-context.ts';
import { StepInputError } from '../step-input-error.ts';
import type { TrainedModel } from './trained-model.ts';

const metricsSchema = z.object({ training_seconds: z.number() });

/**
 * Puts the files of many trainings, whose names repeat, together again: one model an execution, in the order of the
 * files, which is trial order. Files that no model needs are left out.
 */
export async function gatherModels(files: readonly InputFile[]): Promise<readonly TrainedModel[]> {
  const groups = Map.groupBy(files, originOf);
  const models: TrainedModel[] = [];
  for (const [origin, group] of groups) {
    if (group.some(({ name }) => name === 'model.json' || name === WEIGHTS_FILE)) {
      models.push(await readModel(origin, group));
    }
  }
  if (models.length === 0) {
    const names = [...new Set(files.map(({ name }) => name))].slice(0, 10).join(', ');
    throw new StepInputError(
      `input "models" has no model among its ${files.length} files${names === '' ? '' : ` (${names})`}; give the model.json and weights.bin of a train step`,
    );
  }
  return models;
}

const originOf = ({ producer, uri }: InputFile): string =>
  producer?.executionId ?? uri.slice(0, uri.lastIndexOf('/') + 1);

async function readModel(execution: string, files: readonly InputFile[]): Promise<TrainedModel> {
  const model = await readOne(execution, files, 'model.json');
  const weights = await readOne(execution, files, WEIGHTS_FILE);
  const seconds = await readSeconds(files.find(({ name }) => name === 'metrics.json'));
  return {
    execution,
    network: { model: model.toString('utf8'), weights },
    ...(seconds === undefined ? {} : { trainingSeconds: seconds }),
  };
}

async function readOne(execution: string, files: readonly InputFile[], name: string): Promise<Buffer> {
  const [file, ...others] = files.filter((candidate) => candidate.name === name);
  if (file === undefined) {
    throw new StepInputError(`the model of ${execution} has no "${name}"; hand on every output of the train step`);
  }
  if (others.length > 0) {
    throw new StepInputError(
      `${execution} has ${others.length + 1} files "${name}"; put each model into a folder of its own`,
    );
  }
  return readFile(file.path);
}

async function readSeconds(file: InputFile | undefined): Promise<number | undefined> {
  if (file === undefined) return undefined;
  try {
    return metricsSchema.parse(JSON.parse(await readFile(file.path, 'utf8'))).training_seconds;
  } catch {
    throw new StepInputError(
      `"metrics.json" beside the model of ${file.producer?.executionId ?? file.uri} is not one that the train step wrote; leave it out or train again`,
    );
  }
}
