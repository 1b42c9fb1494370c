import { StepInputError } from '../step-input-error.ts';
import type { LabelledImage } from './labelled-image.ts';
import type { PreprocessSettings } from './preprocess-settings.ts';

/** The images that a collection takes, and their classes in the order in which a model numbers them. */
export interface ChosenImages {
  readonly images: readonly LabelledImage[];
  readonly labels: readonly string[];
}

type ChoiceSettings = Pick<PreprocessSettings, 'collection' | 'classes' | 'collectionColumn'>;

/** Takes the collection's images: by its classes, by the value of a column, by both, or all when none is named. */
export function chooseImages(images: readonly LabelledImage[], settings: ChoiceSettings): ChosenImages {
  const { collection, classes, collectionColumn } = settings;
  if (collection !== '' && classes.size === 0 && collectionColumn === '') {
    throw new StepInputError(
      `parameter "collection" is "${collection}", but nothing says what belongs to it: give "classes" (such as "${collection}=0,1") or "collection_column"`,
    );
  }
  const ofCollection = collectionColumn === '' || collection === '' ? images : byColumn(images, settings);
  const labels = classes.size === 0 || collection === '' ? presentLabels(ofCollection) : listedLabels(images, settings);
  if (labels.length < 2) {
    throw new StepInputError(
      `collection "${collection}" has ${labels.length} class${labels.length === 1 ? ` ("${labels[0] ?? ''}")` : 'es'}; a model needs at least two`,
    );
  }
  if (labels.length > 256) throw new StepInputError(`there are ${labels.length} classes; at most 256 are possible`);
  return { images: ofCollection.filter(({ label }) => labels.includes(label)), labels };
}

function byColumn(images: readonly LabelledImage[], settings: ChoiceSettings): readonly LabelledImage[] {
  const { collection, collectionColumn } = settings;
  const values = [...new Set(images.map(({ columns }) => columns[collectionColumn]))].filter(
    (value) => value !== undefined,
  );
  if (values.length === 0) {
    const columns = Object.keys(images[0]?.columns ?? {});
    throw new StepInputError(
      `parameter "collection_column" is "${collectionColumn}", which is no column of the labels; ${columns.length === 0 ? 'there are none to choose by' : `they have ${columns.join(', ')}`}`,
    );
  }
  if (!values.includes(collection)) {
    throw new StepInputError(
      `no image has "${collection}" in the column "${collectionColumn}"; its values are ${values.sort().join(', ')}`,
    );
  }
  return images.filter(({ columns }) => columns[collectionColumn] === collection);
}

function listedLabels(images: readonly LabelledImage[], { collection, classes }: ChoiceSettings): readonly string[] {
  const listed = classes.get(collection);
  if (listed === undefined) {
    throw new StepInputError(
      `collection "${collection}" is not in parameter "classes", which has ${[...classes.keys()].join(', ')}`,
    );
  }
  const present = presentLabels(images);
  const unknown = listed.filter((label) => !present.includes(label));
  if (unknown.length > 0) {
    throw new StepInputError(
      `collection "${collection}" takes the class "${unknown.join('", "')}", which no image has; the archive's labels are ${present.join(', ')}`,
    );
  }
  return listed;
}

const presentLabels = (images: readonly LabelledImage[]): readonly string[] =>
  [...new Set(images.map(({ label }) => label))].sort(inNaturalOrder);

// Not localeCompare, whose order depends on the machine's language data.
function inNaturalOrder(left: string, right: string): number {
  const difference = Number(left) - Number(right);
  if (Number.isFinite(difference) && difference !== 0) return difference;
  return left < right ? -1 : left > right ? 1 : 0;
}
