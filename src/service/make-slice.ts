import { familyOf, type LanguageCode } from '../language/languages.ts';
import { createConceptSpotter } from '../matching/concepts.ts';
import { cutSlice, type Slice } from '../matching/slice.ts';
import { learnSliceConfidence } from '../matching/slice-confidence.ts';
import { trainingTexts, type KeptModel } from './catalog.ts';
import { trainOptions } from './train-side-by-side.ts';

/** Cuts one language out of a kept version and learns how sure it may be. Takes seconds for a large knowledge base. */
export function makeSlice({ published, index, model }: KeptModel, language: LanguageCode): Slice {
  const { knowledge, glossary, calibration } = published;
  const family = familyOf(language);
  const texts = trainingTexts(published).filter((text) => text.isName === true || familyOf(text.language) === family);
  const questions = knowledge.articles.flatMap(({ id, texts: own }) => {
    const question = own[language]?.question;
    return question === undefined ? [] : [[id, question] as const];
  });
  return cutSlice({
    knowledge: knowledge.version,
    language,
    model,
    questions: new Map(questions),
    glossary,
    calibrations: calibration,
    confidence: learnSliceConfidence({
      articleIds: model.articleIds,
      texts,
      spot: createConceptSpotter({ forms: index.forms }),
      loss: model.core.loss,
      linear: trainOptions.linear,
    }),
  });
}
