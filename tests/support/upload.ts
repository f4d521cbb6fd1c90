/** Uploads a content by a form, as a browser does; answers the status and what storage says. */
export async function upload(
  { url, fields }: { url: string; fields: Readonly<Record<string, string>> },
  content: string | Uint8Array<ArrayBuffer>,
): Promise<{ status: number; code: string | undefined }> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([content]), 'content');
  const answer = await fetch(url, { method: 'POST', body: form });
  return { status: answer.status, code: /<Code>(\w+)</.exec(await answer.text())?.[1] };
}
