/** Rows of a CSV text that comes in pieces. */
export interface CsvParser {
  /** The rows that end in this piece. */
  push(piece: string): readonly string[][];
  /** The last row, where the text does not end with its line. */
  end(): readonly string[][];
}

/**
 * RFC 4180, and what Step Functions adds to it: a backslash before a quotation mark or a backslash stands for that
 * character, before any other it is dropped. Lines without anything are left out.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export const createCsvParser = (delimiter: string): CsvParser => {
  let row: string[] = [];
  let field = '';
  let quoted = false;
  /** A quotation mark in a quoted field: the end of the quotation, unless another follows. */
  let closing = false;
  let escaped = false;
  let rows: string[][] = [];

  const endField = (): void => {
    row.push(field);
    field = '';
    quoted = false;
  };
  const endRow = (): void => {
    if (field.endsWith('\r')) field = field.slice(0, -1);
    endField();
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  const take = (char: string): void => {
    if (escaped) {
      escaped = false;
      field += char;
      return;
    }
    if (closing) {
      closing = false;
      if (char === '"') {
        field += '"';
        return;
      }
      quoted = false;
    }
    if (char === '\\') escaped = true;
    else if (quoted) {
      if (char === '"') closing = true;
      else field += char;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === delimiter) endField();
    else if (char === '\n') endRow();
    else field += char;
  };
  const taken = (): string[][] => {
    const done = rows;
    rows = [];
    return done;
  };
  return {
    push(piece) {
      for (let index = 0; index < piece.length; index++) take(piece.charAt(index));
      return taken();
    },
    end() {
      if (field !== '' || row.length > 0) endRow();
      return taken();
    },
  };
};
