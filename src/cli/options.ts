/** For an option that may be given several times: each takes one value. */
export function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}
