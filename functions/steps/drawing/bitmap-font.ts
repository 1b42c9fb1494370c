/** A font of fixed cells; each glyph is one bit mask a row from the top, the leftmost pixel in the highest bit. */
export interface BitmapFont {
  readonly width: number;
  readonly height: number;
  readonly glyphs: ReadonlyMap<string, readonly number[]>;
}

/** Reads a font's table: a glyph a line, the character, a space, then its rows in hexadecimal digits. */
export function readBitmapFont({ width, height }: { width: number; height: number }, table: string): BitmapFont {
  const digits = Math.ceil(width / 4);
  const glyphs = new Map<string, readonly number[]>();
  for (const line of table.trim().split('\n')) {
    const rows = line.slice(2);
    glyphs.set(
      line.slice(0, 1),
      Array.from({ length: height }, (_, row) => parseInt(rows.slice(row * digits, (row + 1) * digits), 16)),
    );
  }
  return { width, height, glyphs };
}
