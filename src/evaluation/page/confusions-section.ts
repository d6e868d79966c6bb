import type { Confusion, ConfusedUtterance, NearPhrase } from '../confusions.ts';
import type { EvaluationReport } from '../evaluation-report.ts';
import { html, type Html } from './html.ts';
import { tableOf } from './table.ts';

/** What was mixed up, with the phrases to blame and a proposal each; and what was answered though it must not be. */
export function confusionsSection({ confusions, answeredOutOfScope }: EvaluationReport): Html {
  return html`<section id="confusions">
    <h2>Worst confusions</h2>
    <p>
      Entry that was meant, entry that was ranked first, and the phrase of the wrong entry that is nearest. The closer
      to 1, the more alike the two are.
    </p>
    ${confusions.length === 0 ? html`<p>None.</p>` : confusions.map(confusionCard)}
    <h2>Out-of-scope messages that were answered</h2>
    ${answeredOutOfScope.length === 0 ? html`<p>None.</p>` : outOfScopeTable(answeredOutOfScope)}
  </section>`;
}

function confusionCard({ expected, got, utterances, advice }: Confusion): Html {
  return html`<article class="confusion">
    <h3>${expected} taken for ${got} (${utterances.length})</h3>
    <ul>
      ${utterances.map(utteranceItem)}
    </ul>
    <p class="advice">${advice}</p>
  </article>`;
}

function utteranceItem({ text, lang, confidence, blame, own }: ConfusedUtterance): Html {
  return html`<li>
    <span lang="${lang}" dir="auto">${text}</span> <span class="note">${lang}, ${Math.round(confidence * 100)} %</span>
    ${blame === undefined ? html`` : nearLine('drawn by', blame)}
    ${own === undefined ? html`` : nearLine('nearest of the right entry', own)}
  </li>`;
}

function nearLine(title: string, { text, language, cosine }: NearPhrase): Html {
  return html`<span class="near"
    >${title}: <q lang="${language}" dir="auto">${text}</q> (${language}, ${cosine.toFixed(2)})</span
  >`;
}

function outOfScopeTable(answered: EvaluationReport['answeredOutOfScope']): Html {
  return tableOf(
    'Answered though nothing in the knowledge base answers it',
    ['language', 'answered with', 'confidence', 'message'],
    answered.map(({ text, lang, got, confidence }) => ({
      cells: [lang, got, confidence.toFixed(2), html`<span lang="${lang}" dir="auto">${text}</span>`],
    })),
  );
}
