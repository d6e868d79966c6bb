/** Subject and text of the message that carries a code. */
export interface CodeText {
  readonly subject: string;
  readonly text: string;
}

type Words = readonly [subject: string, text: string];

/** `{code}` and `{minutes}` are filled in. The code comes first: previews on a locked screen cut the rest. */
const words: Readonly<Record<string, Words>> = {
  en: [
    'Your code',
    '{code} is your code. It is valid for {minutes} minutes. Nobody of our team will ask you for it by phone.',
  ],
  es: ['Tu código', '{code} es tu código. Vale {minutes} minutos. Nadie de nuestro equipo te lo pedirá por teléfono.'],
  'zh-Hans': ['您的验证码', '{code} 是您的验证码，{minutes} 分钟内有效。我们的工作人员不会打电话索要它。'],
  'zh-Hant': ['您的驗證碼', '{code} 是您的驗證碼，{minutes} 分鐘內有效。我們的工作人員不會打電話索取。'],
  fr: [
    'Votre code',
    '{code} est votre code, valable {minutes} minutes. Personne de notre équipe ne vous le demandera par téléphone.',
  ],
  de: ['Ihr Code', '{code} ist Ihr Code. Er gilt {minutes} Minuten. Niemand von uns fragt am Telefon danach.'],
  it: ['Il tuo codice', '{code} è il tuo codice, valido {minutes} minuti. Nessuno di noi te lo chiederà al telefono.'],
  pt: [
    'O seu código',
    '{code} é o seu código, válido por {minutes} minutos. Ninguém da nossa equipa o pedirá por telefone.',
  ],
  ja: ['認証コード', '{code} が認証コードです。{minutes} 分間有効です。当社が電話でお尋ねすることはありません。'],
  ko: ['인증 코드', '{code} 인증 코드입니다. {minutes}분 동안 유효합니다. 저희 직원은 전화로 코드를 묻지 않습니다.'],
  ru: ['Ваш код', '{code} – ваш код, действует {minutes} минут. Наши сотрудники не спрашивают его по телефону.'],
  ar: ['رمز التحقق', '{code} هو رمز التحقق، وهو صالح لمدة {minutes} دقائق. لن يطلبه منك أحد من فريقنا عبر الهاتف.'],
  nl: ['Je code', '{code} is je code. Hij is {minutes} minuten geldig. Niemand van ons vraagt er telefonisch om.'],
  pl: ['Twój kod', '{code} to Twój kod, ważny {minutes} minut. Nikt z nas nie zapyta o niego przez telefon.'],
  tr: ['Kodunuz', '{code} kodunuzdur ve {minutes} dakika geçerlidir. Ekibimizden kimse onu telefonda sormaz.'],
  ca: ['El teu codi', '{code} és el teu codi. Val {minutes} minuts. Ningú del nostre equip te’l demanarà per telèfon.'],
  sv: ['Din kod', '{code} är din kod. Den gäller i {minutes} minuter. Ingen hos oss frågar efter den per telefon.'],
  uk: ['Ваш код', '{code} – ваш код, дійсний {minutes} хвилин. Наші працівники не питають його телефоном.'],
};

/** The message for a code in a language; English where there is none. */
export function codeText(language: string, code: string, minutes: number): CodeText {
  const [subject, text] = words[language] ?? words[language.split('-')[0] ?? ''] ?? englishWords;
  return { subject, text: text.replace('{code}', code).replace('{minutes}', String(minutes)) };
}

const englishWords: Words = ['Your code', '{code} is your code. It is valid for {minutes} minutes.'];
