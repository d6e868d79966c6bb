import type { Match } from '../matching/match.ts';
import type { Question } from '../matching/questions.ts';

/**
 * The two questions of a message that asks two, in order; undefined where it asks one, or more than two. Two segments must
 * be sure of different articles, each surer than the whole message is of it, and both must be among the candidates of the
 * whole: a segment out of its context is easily taken for something else. The second must ask, and the first too, unless
 * the second says that it adds something ("and also"): what only tells the background of a question is no question.
 */
export function twoQuestions(
  questions: readonly Question[],
  matches: readonly Match[],
  surely: number,
): readonly [Question, Question] | undefined {
  const [first, second, ...more] = surest(questions.filter(({ match }) => match.confidence >= surely));
  if (first === undefined || second === undefined || more.length > 0) return undefined;
  if (!(second.adds || (second.asks && first.asks))) return undefined;
  const isTold = ({ match: { articleId, confidence } }: Question) =>
    matches.some((whole) => whole.articleId === articleId && whole.confidence < confidence);
  return isTold(first) && isTold(second) ? [first, second] : undefined;
}

/** The surest question about each article, in the order in which the articles are first asked about. */
function surest(questions: readonly Question[]): Question[] {
  const byArticle = new Map<string, Question>();
  for (const question of questions) {
    const before = byArticle.get(question.match.articleId);
    if (before === undefined || before.match.confidence < question.match.confidence) {
      byArticle.set(question.match.articleId, question);
    }
  }
  return [...byArticle.values()];
}
