import { encode } from 'fast-png';
import type { GreyImage } from '../images/grey-image.ts';
import type { Colour } from './colour.ts';

/** A picture being drawn: three bytes a pixel, row after row. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** A place and size in pixels, from the upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function createCanvas(width: number, height: number, paper: Colour): Canvas {
  const canvas = { width, height, pixels: new Uint8Array(width * height * 3) };
  fillBox(canvas, { x: 0, y: 0, width, height }, paper);
  return canvas;
}

/** Colours one pixel; one outside the canvas is left out. */
export function setPixel(canvas: Canvas, x: number, y: number, colour: Colour): void {
  if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) return;
  canvas.pixels.set(colour, (y * canvas.width + x) * 3);
}

export function fillBox(canvas: Canvas, box: Box, colour: Colour): void {
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) setPixel(canvas, x, y, colour);
  }
}

/** Draws a frame around a box, outside it, `thickness` pixels wide. */
export function drawFrame(canvas: Canvas, box: Box, thickness: number, colour: Colour): void {
  const { x, y, width, height } = box;
  const outer = width + 2 * thickness;
  fillBox(canvas, { x: x - thickness, y: y - thickness, width: outer, height: thickness }, colour);
  fillBox(canvas, { x: x - thickness, y: y + height, width: outer, height: thickness }, colour);
  fillBox(canvas, { x: x - thickness, y, width: thickness, height }, colour);
  fillBox(canvas, { x: x + width, y, width: thickness, height }, colour);
}

/** Draws a grey image with its upper left corner at x, y, each of its pixels as a square of `scale`. */
export function drawGreyImage(canvas: Canvas, image: GreyImage, x: number, y: number, scale: number): void {
  image.pixels.forEach((grey, index) => {
    const column = index % image.width;
    const row = Math.floor(index / image.width);
    fillBox(canvas, { x: x + column * scale, y: y + row * scale, width: scale, height: scale }, [grey, grey, grey]);
  });
}

export const encodeCanvas = ({ width, height, pixels }: Canvas): Uint8Array =>
  encode({ width, height, data: pixels, channels: 3, depth: 8 });
