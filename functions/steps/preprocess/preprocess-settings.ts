import { readInteger, readList, readNumber, readText } from '../parameters/read-parameter.ts';
import type { StepContext } from '../step-context.ts';
import { StepInputError } from '../step-input-error.ts';

export interface PreprocessSettings {
  /** The value of the sweep's axis; empty takes every image. */
  readonly collection: string;
  /** The labels of each collection, by its name, in the order written. */
  readonly classes: ReadonlyMap<string, readonly string[]>;
  /** The CSV column whose value is the collection; empty where `classes` says what belongs to it. */
  readonly collectionColumn: string;
  /** Names by label number, for archives whose labels are numbers. */
  readonly classNames: readonly string[];
  /** Pixels a side of the images written. */
  readonly size: number;
  readonly validationShare: number;
  /** Used only where the archive has no test set of its own. */
  readonly testShare: number;
  readonly seed: number;
}

export function readPreprocessSettings(parameters: StepContext['parameters']): PreprocessSettings {
  return {
    collection: readText(parameters, 'collection'),
    classes: readClasses(readList(parameters, 'classes')),
    collectionColumn: readText(parameters, 'collection_column'),
    classNames: readList(parameters, 'class_names'),
    size: readInteger(parameters, 'size', { default: 28, min: 4, max: 512 }),
    validationShare: readNumber(parameters, 'validation_share', { default: 0.1, min: 0.01, max: 0.5 }),
    testShare: readNumber(parameters, 'test_share', { default: 0.2, min: 0.01, max: 0.5 }),
    seed: readInteger(parameters, 'seed', { default: 1, min: 0, max: 2 ** 32 - 1 }),
  };
}

function readClasses(entries: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    entries.map((entry) => {
      const [name = '', list = '', ...rest] = entry.split('=').map((part) => part.trim());
      const labels = list
        .split(',')
        .map((label) => label.trim())
        .filter((label) => label !== '');
      if (name === '' || labels.length === 0 || rest.length > 0) {
        throw new StepInputError(
          `parameter "classes" has the entry "${entry}"; write a collection and its labels, such as "tops=0,2,3"`,
        );
      }
      return [name, [...new Set(labels)]];
    }),
  );
}
