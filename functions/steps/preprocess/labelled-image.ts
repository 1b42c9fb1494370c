import type { GreyImage } from '../images/grey-image.ts';

export type Split = 'train' | 'validation' | 'test';

/** One image of an archive and what the archive says about it; its pixels are decoded when they are asked for. */
export interface LabelledImage {
  readonly name: string;
  readonly label: string;
  /** The part that the archive itself puts it in, if any. */
  readonly split?: Split;
  /** The further columns of a labels CSV. */
  readonly columns: Readonly<Record<string, string>>;
  readonly pixels: () => GreyImage;
}
