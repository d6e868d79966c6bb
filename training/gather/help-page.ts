const paragraph = /<(p|h\d|td|li)\b[^>]*\bid="([^"]+)"[^>]*>(.*?)<\/\1>/gs;

/** Paragraphs of a page of LibreOffice's help by their ids, which are the same in all languages. With markup. */
export function readHelpPage(html: string): Map<string, string> {
  return new Map([...html.matchAll(paragraph)].map((found) => [found[2] ?? '', found[3] ?? '']));
}
