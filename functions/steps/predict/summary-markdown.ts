import { classNameOf } from '../datasets/image-dataset.ts';
import { validationAccuracyOf } from './choose-best.ts';
import type { NamedEvaluation } from './named-evaluation.ts';

/** `summary.md`: the models side by side, and what the best of each collection mistakes most. */
export function summaryMarkdown(
  evaluations: readonly NamedEvaluation[],
  bestOfEach: readonly NamedEvaluation[],
): string {
  const share = (value: number | undefined): string => (value === undefined ? '–' : `${(value * 100).toFixed(1)} %`);
  return [
    '# Summary',
    '',
    '| model | validation accuracy | test accuracy | test images | training |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...evaluations.map(
      (evaluation) =>
        `| ${cell(evaluation.title)}${bestOfEach.includes(evaluation) ? ' **(best)**' : ''} | ${share(validationAccuracyOf(evaluation))} | ${share(evaluation.accuracy)} | ${evaluation.testSet.labels.length} | ${evaluation.trainingSeconds === undefined ? '–' : `${evaluation.trainingSeconds.toFixed(1)} s`} |`,
    ),
    '',
    'The best of each collection is chosen by its accuracy on validation images; test images choose nothing.',
    '',
    ...bestOfEach.flatMap((evaluation) => [
      `## ${cell(evaluation.title)}`,
      '',
      ...worstMistakes(evaluation),
      '',
      `![confusion matrix](confusion-${evaluation.slug}.png)`,
      '',
    ]),
    '![contact sheet](contact-sheet.png)',
    '',
  ].join('\n');
}

function worstMistakes({ confusion, testSet }: NamedEvaluation): readonly string[] {
  const mistakes = confusion.flatMap((row, label) =>
    row.flatMap((count, predicted) => (label === predicted || count === 0 ? [] : [{ count, label, predicted }])),
  );
  if (mistakes.length === 0) return ['No mistakes on its test images.'];
  return mistakes
    .sort((left, right) => right.count - left.count)
    .slice(0, 3)
    .map(
      ({ count, label, predicted }) =>
        `- ${cell(classNameOf(testSet, label))} taken for ${cell(classNameOf(testSet, predicted))}: ${count} times`,
    );
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
