/** Red, green, blue, each from 0 to 255. */
export type Colour = readonly [number, number, number];

/** A colour between two others; `share` 0 is the first, 1 the second. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  const blend = (start: number, end: number): number => Math.round(start + (end - start) * share);
  return [blend(from[0], to[0]), blend(from[1], to[1]), blend(from[2], to[2])];
}

/** The colours of every picture that the steps draw. */
export const palette = {
  paper: [255, 255, 255],
  panel: [244, 246, 248],
  line: [216, 222, 228],
  ink: [31, 35, 40],
  quiet: [101, 109, 118],
  right: [26, 127, 55],
  wrong: [207, 34, 46],
  wrongPaper: [255, 235, 233],
  deep: [9, 60, 120],
} as const satisfies Record<string, Colour>;
