import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** One object of a file, as text, and the line on which it begins. */
export interface Row {
  line: number;
  text: string;
  /** Stands under a name beside the rows: what holds for all of them. */
  isSetting: boolean;
}

/** The objects of a file with one on each line; a line without anything is none. */
export async function* linesOf(file: string): AsyncGenerator<Row> {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
  let line = 0;
  for await (const text of lines) {
    line += 1;
    const bare = line === 1 ? text.replace(/^\ufeff/, '') : text;
    if (bare.trim() !== '') yield { line, text: bare, isSetting: false };
  }
}

/**
 * The objects of the list in a JSON document, `{ "users": [ … ] }` or `[ … ]`, one after the other:
 * the document itself may be larger than memory.
 */
export async function* elementsOf(file: string): AsyncGenerator<Row> {
  let line = 1;
  let open = '';
  let row: { line: number; parts: string[]; depth: number; isSetting: boolean } | undefined;
  let inText = false;
  let isEscaped = false;
  for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const sign = chunk[at];
      if (sign === '\n') line += 1;
      if (isEscaped) isEscaped = false;
      else if (inText && sign === '\\') isEscaped = true;
      else if (sign === '"') inText = !inText;
      else if (inText) continue;
      else if (sign === '{' || sign === '[') {
        if (!row && sign === '{' && isPlaceOfRows(open)) {
          row = { line, parts: [], depth: open.length, isSetting: open === '{' };
          start = at;
        }
        open += sign;
      } else if (sign === '}' || sign === ']') {
        open = open.slice(0, -1);
        if (row?.depth !== open.length) continue;
        const { parts, isSetting } = row;
        yield { line: row.line, text: [...parts, chunk.slice(start, at + 1)].join(''), isSetting };
        row = undefined;
      }
    }
    row?.parts.push(chunk.slice(start));
  }
  if (row) yield { line: row.line, text: row.parts.join(''), isSetting: row.isSetting };
}

const isPlaceOfRows = (open: string) => ['[', '{[', '{'].includes(open);
