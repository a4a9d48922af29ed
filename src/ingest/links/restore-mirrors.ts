import { isMirror } from './hosts.ts';

const MIRROR_URL = /\bhttps?:\/\/(hf-mirror\.[A-Za-z0-9.-]*[A-Za-z0-9])(?::\d+)?/g;

/** Text with every URL of a Hugging Face mirror pointing at huggingface.co again. */
export function restoreMirrors(text: string): string {
  return text.replace(MIRROR_URL, (whole, host: string) =>
    isMirror(host) ? 'https://huggingface.co' : whole,
  );
}
