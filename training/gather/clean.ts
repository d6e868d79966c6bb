const markup = /<style.*?<\/style>|<script.*?<\/script>|<[^>]{1,200}>/gs;
const placeholder = /\{[^{}]*\}|%\d*\$?[sdSDu@]|%[\w.]*%|\$\w+\$?|&[\w.-]+;|\\[ntu"'](?:[0-9a-f]{4})?/g;
const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&nbsp;': ' ',
};
/** Longer texts are no labels, where these characters mark the key to press. */
const longestLabel = 80;

/** A text of an interface without markup, placeholders and marks of access keys, spaces collapsed. */
export function cleanText(text: string): string {
  let plain = text.replace(/&(?:amp|lt|gt|quot|apos|nbsp|#39);/g, (entity) => entities[entity] ?? entity);
  plain = plain.replace(markup, ' ');
  // Placeholders stand within one another.
  for (let depth = 0; depth < 3; depth += 1) plain = plain.replace(placeholder, ' ');
  if (plain.length < longestLabel) plain = plain.replace(/[~_]/g, '');
  return plain.replace(/\s+/g, ' ').trim();
}
