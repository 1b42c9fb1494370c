import type { Evaluation } from './evaluation.ts';

/** An evaluation under a name that tells its model from the others of the sweep. */
export interface NamedEvaluation extends Evaluation {
  /** For people: "tops, epochs 2". */
  readonly title: string;
  /** For files and tables: "tops-epochs-2". */
  readonly slug: string;
}

/** Names models by their collection and by the parameters in which they differ; by execution where that is not enough. */
export function nameEvaluations(evaluations: readonly Evaluation[]): readonly NamedEvaluation[] {
  const varying = varyingParameters(evaluations);
  const titles = evaluations.map((evaluation) => titleOf(evaluation, varying));
  return evaluations.map((evaluation, index) => {
    const own = titles[index] ?? '';
    const repeated = titles.filter((title) => title === own).length > 1;
    const title = own === '' ? 'model' : own;
    const unique = repeated ? `${title}, ${evaluation.execution}` : title;
    return { ...evaluation, title: unique, slug: unique.replace(/[^A-Za-z0-9.]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') };
  });
}

function titleOf({ card }: Evaluation, varying: readonly string[]): string {
  const values = varying.map((name) => `${name.replaceAll('_', ' ')} ${card.parameters[name] ?? '?'}`);
  return [card.collection, ...values].filter((part) => part !== '').join(', ');
}

function varyingParameters(evaluations: readonly Evaluation[]): readonly string[] {
  const names = [...new Set(evaluations.flatMap(({ card }) => Object.keys(card.parameters)))];
  return names.filter((name) => new Set(evaluations.map(({ card }) => card.parameters[name])).size > 1);
}
