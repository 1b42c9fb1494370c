import { classNameOf, pixelsOf } from '../datasets/image-dataset.ts';
import { createCanvas, drawFrame, drawGreyImage, encodeCanvas, fillBox, type Canvas } from '../drawing/canvas.ts';
import { palette } from '../drawing/colour.ts';
import { drawText } from '../drawing/draw-text.ts';
import { fixed6x13 } from '../drawing/fonts/fixed-6x13.ts';
import { fixed6x13Bold } from '../drawing/fonts/fixed-6x13-bold.ts';
import { fixed9x18Bold } from '../drawing/fonts/fixed-9x18-bold.ts';
import { resizeGreyImage } from '../images/resize-grey-image.ts';
import { rightCount } from './evaluation.ts';
import type { NamedEvaluation } from './named-evaluation.ts';
import { sampleImages } from './sample-images.ts';

const COLUMNS = 10;
/** Few classes get several rows each; of many, the first are shown. */
const ROWS_AIMED_AT = 4;
const MOST_CLASSES = 20;
const MOST_SECTIONS = 8;
const IMAGE = 84;
const CELL = { width: IMAGE + 16, height: IMAGE + 44 };
const MARGIN = 24;
const HEADER = 64;
const SECTION_GAP = 20;
const WIDTH = 2 * MARGIN + COLUMNS * CELL.width;

/**
 * One section a model: test images by class, each with what it is and what the model took it for. A wrong one has a red
 * frame, a red ground and its prediction in red.
 */
export function drawContactSheet(evaluations: readonly NamedEvaluation[]): Uint8Array {
  const sections = evaluations.slice(0, MOST_SECTIONS).map((evaluation) => ({ evaluation, rows: rowsOf(evaluation) }));
  const left = evaluations.length - sections.length;
  const height = sections.reduce((sum, { rows }) => sum + heightOf(rows), MARGIN + (left > 0 ? MARGIN : 0));
  const canvas = createCanvas(WIDTH, height, palette.paper);
  let top = MARGIN;
  for (const { evaluation, rows } of sections) {
    drawSection(canvas, evaluation, rows, top);
    top += heightOf(rows);
  }
  if (left > 0) {
    const note = `${left} more models are in summary.csv and have a confusion matrix each.`;
    drawText(canvas, note, { x: MARGIN, y: top, font: fixed6x13, colour: palette.quiet });
  }
  return encodeCanvas(canvas);
}

type Rows = readonly (readonly number[])[];

const heightOf = (rows: Rows): number => HEADER + rows.length * CELL.height + SECTION_GAP;

function rowsOf({ testSet }: NamedEvaluation): Rows {
  const rowsPerClass = Math.max(1, Math.floor(ROWS_AIMED_AT / testSet.classNames.length));
  const ofClasses = sampleImages(testSet, COLUMNS * rowsPerClass).slice(0, MOST_CLASSES);
  return ofClasses.flatMap((images) =>
    Array.from({ length: Math.ceil(images.length / COLUMNS) }, (_, row) =>
      images.slice(row * COLUMNS, (row + 1) * COLUMNS),
    ),
  );
}

function drawSection(canvas: Canvas, evaluation: NamedEvaluation, rows: Rows, top: number): void {
  const { testSet, predicted } = evaluation;
  const right = rightCount(evaluation);
  const width = drawText(canvas, evaluation.title, { x: MARGIN, y: top, font: fixed9x18Bold, colour: palette.ink });
  const score = `${(evaluation.accuracy * 100).toFixed(1)} % right: ${right} of ${testSet.labels.length} test images`;
  drawText(canvas, score, { x: MARGIN + width + 18, y: top + 4, font: fixed6x13, colour: palette.quiet });
  const key = { y: top + 26, font: fixed6x13, colour: palette.quiet };
  drawText(canvas, 'Under each image: what it is, then what the model took it for. ', { ...key, x: MARGIN });
  drawText(canvas, 'Red: wrong.', { ...key, x: MARGIN + 63 * 6, font: fixed6x13Bold, colour: palette.wrong });
  fillBox(canvas, { x: MARGIN, y: top + 46, width: WIDTH - 2 * MARGIN, height: 1 }, palette.line);
  rows.forEach((images, row) => {
    images.forEach((image, column) => {
      const x = MARGIN + column * CELL.width;
      drawImage(canvas, evaluation, image, predicted[image] ?? 0, x, top + HEADER + row * CELL.height);
    });
  });
}

function drawImage(
  canvas: Canvas,
  { testSet }: NamedEvaluation,
  image: number,
  predicted: number,
  left: number,
  top: number,
): void {
  const truth = testSet.labels[image] ?? 0;
  const wrong = truth !== predicted;
  if (wrong) {
    fillBox(canvas, { x: left + 1, y: top - 7, width: CELL.width - 2, height: CELL.height - 6 }, palette.wrongPaper);
  }
  const [x, y] = [left + (CELL.width - IMAGE) / 2, top];
  const grey = { width: testSet.width, height: testSet.height, pixels: pixelsOf(testSet, image) };
  const scale = Math.floor(IMAGE / Math.max(grey.width, grey.height));
  // Small images are shown pixel by pixel, as the model sees them; others are fitted.
  if (scale >= 1 && IMAGE % grey.width === 0 && grey.width === grey.height) drawGreyImage(canvas, grey, x, y, scale);
  else drawGreyImage(canvas, resizeGreyImage(grey, IMAGE, IMAGE), x, y, 1);
  drawFrame(canvas, { x, y, width: IMAGE, height: IMAGE }, wrong ? 3 : 1, wrong ? palette.wrong : palette.line);
  const line = { x: left + CELL.width / 2, align: 'centre', maximumWidth: CELL.width - 4 } as const;
  const under = y + IMAGE + 5;
  drawText(canvas, classNameOf(testSet, truth), { ...line, y: under, font: fixed6x13, colour: palette.ink });
  drawText(canvas, classNameOf(testSet, predicted), {
    ...line,
    y: under + 13,
    font: wrong ? fixed6x13Bold : fixed6x13,
    colour: wrong ? palette.wrong : palette.right,
  });
}
