import { textsOf, wordsOf, type LabelledText } from './texts.ts';
import { answerOf, loadPackage, shown, versionOf, type Ask, type Peer } from './peer.ts';

/** The part of the package that is used. */
interface Index {
  addAll(documents: readonly { id: string; text: string }[]): void;
  search(query: string): readonly { readonly id: string; readonly score: number }[];
}
type MakeIndex = new (options: object) => Index;

/**
 * BM25+ over one document an entry, all its phrases joined; a hit for any word counts. Of the search options that its
 * documentation shows, these were the best on validation files.
 */
export function createMinisearch(): Peer {
  const MiniSearch = loadPackage<MakeIndex>('minisearch');
  return {
    name: 'minisearch',
    setting:
      'one document an entry; prefixes, and a fifth of the letters fuzzy, in words of four letters or more; words of Chinese and Japanese by Intl.Segmenter',
    version: versionOf('minisearch'),
    isProbability: false,
    isSlow: false,
    train: (knowledge) => build(MiniSearch, textsOf(knowledge)),
  };
}

function build(MiniSearch: MakeIndex, texts: readonly LabelledText[]): Ask {
  const documents = new Map<string, string[]>();
  for (const { text, id } of texts) {
    // There is no such thing as a document that is not to be found.
    if (id === null) continue;
    const own = documents.get(id) ?? [];
    own.push(text);
    documents.set(id, own);
  }
  const isLong = (term: string) => term.length > 3;
  const searchOptions = { prefix: isLong, fuzzy: (term: string) => (isLong(term) ? 0.2 : false) };
  const index = new MiniSearch({ fields: ['text'], tokenize: wordsOf, searchOptions });
  index.addAll([...documents].map(([id, list]) => ({ id, text: list.join('\n') })));
  return (text) => {
    const hits = index.search(text).slice(0, shown);
    // The score has no upper end; this keeps its order.
    return answerOf(hits.map(({ id, score }) => ({ id, confidence: score / (score + 10) })));
  };
}
