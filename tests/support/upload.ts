import type { CreatedFileView } from '../../lib/files/library/schema.ts';
import type { UploadPartsView } from '../../lib/files/uploads/schema.ts';

/** What storage says to an upload. */
interface Said {
  status: number;
  /** S3's name of what is wrong. */
  code: string | undefined;
}

/** The form by which a content is uploaded. @throws Error when it comes in parts */
export function formOf(upload: CreatedFileView['upload']) {
  if ('fields' in upload) return upload;
  throw new Error('The content comes in parts');
}

/** Uploads a content by a form, as a browser does. */
export async function upload(
  by: CreatedFileView['upload'],
  content: string | Uint8Array<ArrayBuffer>,
): Promise<Said> {
  const { url, fields } = formOf(by);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([content]), 'content');
  return saidOf(await fetch(url, { method: 'POST', body: form }));
}

/** Uploads one part by its link. */
export const uploadPart = async (
  { url, headers }: UploadPartsView['links'][number],
  body: Uint8Array<ArrayBuffer>,
): Promise<Said> => saidOf(await fetch(url, { method: 'PUT', headers, body }));

const saidOf = async (answer: Response): Promise<Said> => ({
  status: answer.status,
  code: /<Code>(\w+)</.exec(await answer.text())?.[1],
});
