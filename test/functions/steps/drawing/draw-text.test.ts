import { describe, expect, it } from 'vitest';
import { createCanvas, type Canvas } from '../../../../functions/steps/drawing/canvas.ts';
import { drawText } from '../../../../functions/steps/drawing/draw-text.ts';
import { fixed6x13 } from '../../../../functions/steps/drawing/fonts/fixed-6x13.ts';

const INK = [0, 0, 0] as const;
const PAPER = [255, 255, 255] as const;

function picture({ width, height, pixels }: Canvas): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_unused, x) => (pixels[(y * width + x) * 3] === 0 ? '#' : '.')).join(''),
  );
}

describe('drawText', () => {
  it('draws the glyphs of the font', () => {
    const canvas = createCanvas(12, 13, PAPER);
    expect(drawText(canvas, 'Hé', { x: 0, y: 0, font: fixed6x13, colour: INK })).toBe(12);
    expect(picture(canvas).slice(1, 12)).toEqual([
      '............',
      '#...#....#..',
      '#...#...#...',
      '#...#.......',
      '#...#..###..',
      '#####.#...#.',
      '#...#.#####.',
      '#...#.#.....',
      '#...#.#...#.',
      '#...#..###..',
      '............',
    ]);
  });

  it('cuts a text that is too wide, and stays on the canvas', () => {
    const canvas = createCanvas(24, 13, PAPER);
    const place = { x: 12, y: 0, align: 'centre', font: fixed6x13, colour: INK, maximumWidth: 24 } as const;
    expect(drawText(canvas, 'Ankle boot', place)).toBe(24);
    const cut = createCanvas(24, 13, PAPER);
    drawText(cut, 'An..', { x: 24, y: 0, align: 'right', font: fixed6x13, colour: INK });
    expect(picture(canvas)).toEqual(picture(cut));
    expect(() => drawText(canvas, 'far outside', { x: -500, y: 90, font: fixed6x13, colour: INK })).not.toThrow();
  });

  it('draws a question mark for a character that the font lacks', () => {
    const unknown = createCanvas(6, 13, PAPER);
    drawText(unknown, '船', { x: 0, y: 0, font: fixed6x13, colour: INK });
    const question = createCanvas(6, 13, PAPER);
    drawText(question, '?', { x: 0, y: 0, font: fixed6x13, colour: INK });
    expect(picture(unknown)).toEqual(picture(question));
  });
});
