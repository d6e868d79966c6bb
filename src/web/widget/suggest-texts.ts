import type { LanguageCode } from '../../language/languages.ts';

/** The words around the suggestions in one language. */
export interface SuggestTexts {
  readonly title: string;
  /** For screen readers, when suggestions appear; `{count}` is filled in. */
  readonly told: string;
}

/** Every supported language. */
export const suggestTexts: Readonly<Record<LanguageCode, SuggestTexts>> = {
  en: { title: 'Did you mean…', told: 'Suggested questions: {count}. Arrow up to choose one.' },
  es: { title: 'Quizá quieres preguntar…', told: 'Preguntas sugeridas: {count}. Flecha arriba para elegir una.' },
  'zh-Hans': { title: '您是不是想问…', told: '建议的问题：{count} 个。按向上箭头选择。' },
  'zh-Hant': { title: '您是不是想問…', told: '建議的問題：{count} 個。按向上鍵選擇。' },
  fr: { title: 'Vouliez-vous demander…', told: 'Questions proposées : {count}. Flèche vers le haut pour choisir.' },
  de: { title: 'Meinten Sie…', told: 'Vorgeschlagene Fragen: {count}. Mit Pfeil nach oben auswählen.' },
  it: { title: 'Forse volevi chiedere…', told: 'Domande suggerite: {count}. Freccia in su per sceglierne una.' },
  pt: { title: 'Queria perguntar…', told: 'Perguntas sugeridas: {count}. Seta para cima para escolher uma.' },
  ja: { title: 'もしかして…', told: '質問の候補：{count} 件。上矢印キーで選べます。' },
  ko: { title: '혹시 이런 질문인가요?', told: '추천 질문: {count}개. 위쪽 화살표 키로 선택하세요.' },
  ru: { title: 'Возможно, вы имели в виду…', told: 'Предложенные вопросы: {count}. Стрелка вверх — выбрать.' },
  ar: { title: 'هل تقصد…', told: 'الأسئلة المقترحة: {count}. اضغط السهم لأعلى للاختيار.' },
  nl: { title: 'Bedoel je…', told: 'Voorgestelde vragen: {count}. Pijl omhoog om te kiezen.' },
  pl: { title: 'Może chodzi o…', told: 'Proponowane pytania: {count}. Strzałka w górę, aby wybrać.' },
  tr: { title: 'Şunu mu demek istediniz…', told: 'Önerilen sorular: {count}. Seçmek için yukarı ok.' },
  ca: { title: 'Potser vols preguntar…', told: 'Preguntes suggerides: {count}. Fletxa amunt per triar-ne una.' },
  sv: { title: 'Menade du…', told: 'Föreslagna frågor: {count}. Välj med uppåtpilen.' },
  uk: { title: 'Можливо, ви мали на увазі…', told: 'Запропоновані запитання: {count}. Стрілка вгору — вибрати.' },
};
