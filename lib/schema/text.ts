import * as z from 'zod';
import { ruled } from './rule.ts';

let segmenter: Intl.Segmenter | undefined;

/** The process's segmenter, made at first use: it takes longer than all else that is made at import. */
function graphemes(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  return segmenter;
}

/** Number of user-perceived characters (extended grapheme clusters, UAX #29). */
export function graphemeLength(value: string): number {
  let length = 0;
  for (const _ of graphemes().segment(value)) length++;
  return length;
}

export interface TextLimits {
  /** Fewest and most grapheme clusters, counted after NFC and trimming. */
  min?: number;
  max: number;
  /** Keep line breaks and tabs; other control characters are always refused. */
  multiline?: boolean;
  /** Most bytes in UTF-8; 32 for each character unless said, and 64 KB at most. */
  maxBytes?: number;
  /**
   * It stands among other text, in lists and mails: characters that turn the direction of what is
   * around it, or of its own end, are refused (`invoice_fdp.exe` can look like `invoice_exe.pdf`).
   */
  isName?: boolean;
}

/**
 * Neither white space nor anything that leaves no mark by itself: joiners, fillers, direction marks, and
 * the two symbols that are drawn as nothing, the blank of Braille and the null notehead.
 */
const visible = /[^\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}]/u;

/** One cluster can carry any number of combining marks; this bounds what a text can weigh. */
const maxBytesPerGrapheme = 32;
const mostBytes = 64 * 1024;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const controls = /[\u0000-\u001f\u007f-\u009f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const controlsButLineBreaks = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/**
 * Schema of text that people write: NFC-normalised, trimmed, measured in grapheme clusters; NUL,
 * other control characters and lone surrogates are refused. Text that must not be empty must show.
 */
export function text(limits: TextLimits) {
  const { min = 0, max, multiline = false, isName = false } = limits;
  const maxBytes = limits.maxBytes ?? Math.min(max * maxBytesPerGrapheme, mostBytes);
  const fits = (value: string) => Buffer.byteLength(value) <= maxBytes;
  const tooHeavy = {
    ...ruled('max', `must have at most ${max} characters and ${maxBytes} bytes`),
    abort: true,
  };
  const refused = multiline ? controlsButLineBreaks : controls;
  return z
    .string()
    .refine(fits, tooHeavy)
    .refine((value) => value.isWellFormed(), ruled('pattern', 'must not contain lone surrogates'))
    .refine(
      (value) => !refused.test(value),
      ruled('pattern', 'must not contain control characters'),
    )
    .refine(
      (value) => !(isName && /\p{Bidi_Control}/u.test(value)),
      ruled('pattern', 'must not contain characters that set the direction of text'),
    )
    .transform((value) => value.normalize('NFC').trim())
    .pipe(
      // Some letters are longer when they are normalised.
      z
        .string()
        .refine(fits, tooHeavy)
        .superRefine((value, context) => {
          const isBlank = min > 0 && !visible.test(value);
          // A cluster is one code unit at least, so most texts need not be cut into them.
          const isShort = min <= 1 && value.length <= max;
          const length = isBlank ? 0 : isShort ? value.length : graphemeLength(value);
          if (length < min) {
            const message =
              min === 1 ? 'must not be empty' : `must have at least ${min} characters`;
            context.addIssue({ code: 'custom', message, params: { rule: 'min' } });
          } else if (length > max) {
            const message = `must have at most ${max} characters`;
            context.addIssue({ code: 'custom', message, params: { rule: 'max' } });
          }
        }),
    )
    .meta({ ...(min > 0 && { minLength: min }), maxLength: max });
}
