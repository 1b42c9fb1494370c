import { readNetwork } from '../networks/read-network.ts';
import type { StepContext } from '../step-context.ts';
import { chooseBest, chooseBestOfEach, validationAccuracyOf } from './choose-best.ts';
import { drawConfusionMatrix } from './draw-confusion-matrix.ts';
import { drawContactSheet } from './draw-contact-sheet.ts';
import { evaluateModel, type Evaluation } from './evaluation.ts';
import { gatherModels } from './gather-models.ts';
import { nameEvaluations } from './named-evaluation.ts';
import { summaryMarkdown } from './summary-markdown.ts';
import { parameterColumns } from './summary-row.ts';
import { predictionsCsv, summaryCsv } from './tables.ts';
import { readTestSets, testSetFor } from './test-sets.ts';

/**
 * `slipway/predict#default`: judges every model of the input `models` by the test images of its own split, and writes
 * `predictions.csv`, `summary.csv`, `summary.md`, a `confusion-<model>.png` each and `contact-sheet.png`.
 */
export default async function predict(context: StepContext): Promise<void> {
  const models = await gatherModels(context.inputs['models']?.files ?? []);
  const testSets = await readTestSets(context.inputs['test']?.files ?? []);
  const evaluations: Evaluation[] = [];
  for (const model of models) {
    context.signal.throwIfAborted();
    const classifier = await readNetwork(model.network, `the model of ${model.execution}`);
    try {
      evaluations.push(evaluateModel(model, classifier, testSetFor(classifier, testSets, model.execution)));
    } finally {
      classifier.dispose();
    }
  }
  const named = nameEvaluations(evaluations);
  const bestOfEach = chooseBestOfEach(named);
  const { outputs } = context;
  await outputs.write('predictions.csv', predictionsCsv(named), { mediaType: 'text/csv' });
  await outputs.write('summary.csv', summaryCsv(named), { mediaType: 'text/csv' });
  await outputs.write('summary.md', summaryMarkdown(named, bestOfEach), { mediaType: 'text/markdown' });
  await outputs.write('contact-sheet.png', drawContactSheet(bestOfEach), { mediaType: 'image/png' });
  for (const evaluation of named) {
    context.signal.throwIfAborted();
    await outputs.write(`confusion-${evaluation.slug}.png`, drawConfusionMatrix(evaluation), {
      mediaType: 'image/png',
    });
    context.metadata(metadataOf(evaluation));
  }
  const best = chooseBest(named);
  if (best === undefined) return;
  context.metadata(
    Object.fromEntries(Object.entries(metadataOf(best)).map(([name, value]) => [`best_${name}`, value])),
  );
}

/** A model's line: its name, its parameters, how good it is on images that neither trained nor chose it. */
function metadataOf(evaluation: ReturnType<typeof nameEvaluations>[number]): Readonly<Record<string, string | number>> {
  const validationAccuracy = validationAccuracyOf(evaluation);
  return {
    model: evaluation.slug,
    execution: evaluation.execution,
    ...(evaluation.card.collection === '' ? {} : { collection: evaluation.card.collection }),
    ...parameterColumns(evaluation.card),
    ...(validationAccuracy === undefined ? {} : { val_accuracy: validationAccuracy }),
    test_accuracy: evaluation.accuracy,
    test_images: evaluation.testSet.labels.length,
    ...(evaluation.trainingSeconds === undefined ? {} : { training_seconds: evaluation.trainingSeconds }),
  };
}
