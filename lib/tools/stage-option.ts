/** @throws Error in one line when `--stage` names none */
export function requireStage(stage: string): string {
  if (/^[a-z][a-z0-9-]{0,15}$/.test(stage)) return stage;
  throw new Error(`"${stage}" is no stage: lower-case letters, digits and hyphens`);
}
