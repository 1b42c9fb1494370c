import type { BitmapFont } from './bitmap-font.ts';
import { setPixel, type Canvas } from './canvas.ts';
import type { Colour } from './colour.ts';

/** How a line of text is drawn; `x` is its left end, middle or right end, as `align` says, `y` its top. */
export interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly align?: 'left' | 'centre' | 'right';
  readonly font: BitmapFont;
  readonly colour: Colour;
  /** Pixels; a longer text is cut and ends in "..". */
  readonly maximumWidth?: number;
}

/** Draws one line; a character that the font lacks is drawn as "?". Returns the width drawn, in pixels. */
export function drawText(canvas: Canvas, text: string, place: TextPlace): number {
  const { font, align = 'left', colour } = place;
  const characters = Array.from(fitText(text, font, place.maximumWidth ?? Infinity));
  const width = characters.length * font.width;
  const left = Math.round(align === 'left' ? place.x : align === 'right' ? place.x - width : place.x - width / 2);
  characters.forEach((character, index) => {
    if (character !== ' ') drawGlyph(canvas, character, font, left + index * font.width, Math.round(place.y), colour);
  });
  return width;
}

function fitText(text: string, font: BitmapFont, maximumWidth: number): string {
  const room = Math.floor(maximumWidth / font.width);
  const characters = Array.from(text);
  return characters.length <= room ? text : `${characters.slice(0, Math.max(0, room - 2)).join('')}..`;
}

function drawGlyph(canvas: Canvas, character: string, font: BitmapFont, x: number, y: number, colour: Colour): void {
  const rows = font.glyphs.get(character) ?? font.glyphs.get('?') ?? [];
  const highest = Math.ceil(font.width / 4) * 4 - 1;
  rows.forEach((row, line) => {
    for (let column = 0; column < font.width; column++) {
      if ((row >> (highest - column)) & 1) setPixel(canvas, x + column, y + line, colour);
    }
  });
}
