import type { Colour } from '../../functions/steps/drawing/colour.ts';

/** What makes one harbour look unlike another. */
export interface Harbour {
  readonly name: string;
  readonly skyTop: Colour;
  readonly skyBottom: Colour;
  readonly sea: Colour;
  readonly wave: Colour;
  readonly quay: Colour;
  /** The side on which the quay lies. */
  readonly quaySide: 'left' | 'right';
  /** What stands on the quay. */
  readonly landmark: 'crane' | 'lighthouse';
  /** What is white by day, in this harbour's light: sails, superstructures. */
  readonly white: Colour;
  /** Wave crests in a scene: a sheltered basin has few, an open one many. */
  readonly waves: number;
  readonly hulls: readonly Colour[];
}

export const harbours: readonly Harbour[] = [
  {
    name: 'harbour-a',
    skyTop: [120, 170, 220],
    skyBottom: [205, 225, 240],
    sea: [60, 110, 150],
    wave: [110, 155, 190],
    quay: [150, 145, 135],
    quaySide: 'left',
    landmark: 'crane',
    white: [245, 245, 240],
    waves: 14,
    hulls: [
      [40, 30, 35],
      [120, 30, 30],
      [25, 50, 40],
    ],
  },
  {
    name: 'harbour-b',
    skyTop: [50, 45, 85],
    skyBottom: [235, 150, 95],
    sea: [40, 55, 75],
    wave: [95, 100, 115],
    quay: [75, 65, 60],
    quaySide: 'right',
    landmark: 'lighthouse',
    white: [112, 104, 112],
    waves: 40,
    hulls: [
      [92, 84, 80],
      [58, 62, 70],
      [28, 26, 34],
    ],
  },
];
