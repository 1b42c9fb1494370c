import { classNameOf } from '../datasets/image-dataset.ts';
import { createCanvas, encodeCanvas, fillBox, type Canvas } from '../drawing/canvas.ts';
import { mix, palette } from '../drawing/colour.ts';
import { drawText } from '../drawing/draw-text.ts';
import { fixed6x13 } from '../drawing/fonts/fixed-6x13.ts';
import { fixed6x13Bold } from '../drawing/fonts/fixed-6x13-bold.ts';
import { fixed9x18Bold } from '../drawing/fonts/fixed-9x18-bold.ts';
import { rightCount } from './evaluation.ts';
import type { NamedEvaluation } from './named-evaluation.ts';

/** Cells with numbers, and the small ones of a table too large for them. */
const WIDE_CELL = { width: 84, height: 48 };
const SMALL_CELL = { width: 14, height: 14 };
const MOST_WIDE_CELLS = 20;
const MARGIN = 24;
const LEFT = MARGIN + 110;
const TOP = 104;
const GAP = 2;

type Cell = typeof WIDE_CELL;

// From this share on a cell is so dark that its number must be light.
const DARK = 0.5;

/** A table of true classes against predicted ones, each cell as dark as its share of its row; with numbers where they fit. */
export function drawConfusionMatrix(evaluation: NamedEvaluation): Uint8Array {
  const { testSet, confusion } = evaluation;
  const classes = testSet.classNames.length;
  const cell = classes > MOST_WIDE_CELLS ? SMALL_CELL : WIDE_CELL;
  const width = LEFT + classes * (cell.width + GAP) + MARGIN;
  const canvas = createCanvas(Math.max(width, 420), TOP + classes * (cell.height + GAP) + MARGIN, palette.paper);
  const images = testSet.labels.length;
  const title = { font: fixed9x18Bold, colour: palette.ink, maximumWidth: canvas.width - 2 * MARGIN };
  drawText(canvas, evaluation.title, { ...title, x: MARGIN, y: 16 });
  const quiet = { font: fixed6x13, colour: palette.quiet };
  const score = `${(evaluation.accuracy * 100).toFixed(1)} % right: ${rightCount(evaluation)} of ${images} test images`;
  drawText(canvas, score, { ...quiet, x: MARGIN, y: 38 });
  drawText(canvas, 'predicted', { ...quiet, x: LEFT, y: TOP - 36 });
  drawText(canvas, 'true', { ...quiet, x: LEFT - 10, y: TOP - 36, align: 'right' });
  for (let label = 0; label < classes; label++) drawClass(canvas, cell, classNameOf(testSet, label), label);
  confusion.forEach((row, label) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    row.forEach((count, predicted) => drawCell(canvas, cell, label, predicted, count, total === 0 ? 0 : count / total));
  });
  return encodeCanvas(canvas);
}

function drawClass(canvas: Canvas, cell: Cell, name: string, label: number): void {
  const style = { font: fixed6x13, colour: palette.ink };
  const { x, y } = cornerOf(cell, label, label);
  if (cell === WIDE_CELL) {
    const column = { ...style, align: 'centre', maximumWidth: cell.width } as const;
    drawText(canvas, name, { ...column, x: x + cell.width / 2, y: TOP - 18 });
  }
  const row = { ...style, align: 'right', maximumWidth: LEFT - MARGIN - 10 } as const;
  drawText(canvas, name, { ...row, x: LEFT - 10, y: y + (cell.height - style.font.height) / 2 });
}

function drawCell(canvas: Canvas, cell: Cell, label: number, predicted: number, count: number, share: number): void {
  const { x, y } = cornerOf(cell, label, predicted);
  const deep = label === predicted ? palette.deep : palette.wrong;
  fillBox(canvas, { x, y, ...cell }, mix(palette.panel, deep, share));
  if (cell === SMALL_CELL) return;
  const colour = share > DARK ? palette.paper : count === 0 ? palette.line : palette.ink;
  const middle = { x: x + cell.width / 2, align: 'centre', colour } as const;
  drawText(canvas, String(count), { ...middle, font: fixed6x13Bold, y: y + 10 });
  if (count > 0) drawText(canvas, `${(share * 100).toFixed(0)} %`, { ...middle, font: fixed6x13, y: y + 25 });
}

const cornerOf = (cell: Cell, row: number, column: number): { x: number; y: number } => ({
  x: LEFT + column * (cell.width + GAP),
  y: TOP + row * (cell.height + GAP),
});
