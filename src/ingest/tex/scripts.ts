const SUPERSCRIPTS = mapOf('0123456789+-−=()nit', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵗ');
const SUBSCRIPTS = mapOf('0123456789+-−=()aeijknoprstuvx', '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑᵢⱼₖₙₒₚᵣₛₜᵤᵥₓ');

/** What a raised mark means when it is no number. */
const RAISED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '\\circ': '°',
    '∘': '°',
    '\\prime': '′',
    '′': '′',
    '*': '*',
    '∗': '*',
    '†': '†',
    '+': '⁺',
  }),
);
const ORDINAL = /^(?:st|nd|rd|th)$/;

/** Text as superscript characters, or null when one of them has no superscript form. */
export function superscript(text: string): string | null {
  if (ORDINAL.test(text)) return text;
  return RAISED.get(text) ?? convert(text, SUPERSCRIPTS);
}

/** Text as subscript characters, or null when one of them has no subscript form. */
export function subscript(text: string): string | null {
  return convert(text, SUBSCRIPTS);
}

function convert(text: string, table: ReadonlyMap<string, string>): string | null {
  let out = '';
  for (const char of text) {
    const found = table.get(char);
    if (found === undefined) return null;
    out += found;
  }
  return out === '' ? null : out;
}

function mapOf(from: string, to: string): ReadonlyMap<string, string> {
  const targets = [...to];
  return new Map([...from].map((char, at) => [char, targets[at] ?? char]));
}
