/** Markup that is safe to put into a page as it is. Texts get into it through `html`, which escapes them. */
export interface Html {
  readonly markup: string;
}

/** What may stand in a template: markup as it is, texts and numbers escaped. */
export type Part = Html | string | number | readonly Html[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template of markup. Values are escaped for text and for attributes in quotes; an attribute must be in quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return { markup: strings.map((text, index) => text + markupOf(values[index] ?? '')).join('') };
}

function markupOf(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') {
    return String(part).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
  }
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}
