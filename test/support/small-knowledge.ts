import type { SourceFile } from '../../src/knowledge/yaml-file.ts';

/** A knowledge base of six articles in English, Spanish and both Chinese scripts, as files. Without errors. */
export const smallKnowledgeFiles: readonly SourceFile[] = Object.entries({
  'entries.yaml': `
themes:
  - {id: connect, title: "Connecting"}
  - {id: plan, title: "Plans"}
  - {id: care, title: "Care"}
entries:
  - {id: no-data, theme: connect, title: "No internet", escalate: on-failure, urgency: high, auth: none, neighbours: [scan-code]}
  - {id: scan-code, theme: connect, title: "QR code", escalate: never, urgency: normal, auth: none, neighbours: [no-data]}
  - {id: top-up, theme: plan, title: "Top-up", escalate: never, urgency: normal, auth: none, neighbours: []}
  - {id: prices, theme: plan, title: "Prices", escalate: never, urgency: normal, auth: none, neighbours: [top-up]}
  - {id: refund, theme: care, title: "Refund", dialog: give-back, escalate: on-failure, urgency: normal, auth: order, neighbours: []}
  - {id: stolen, theme: care, title: "Stolen phone", escalate: always, urgency: critical, auth: verified, neighbours: []}
`,
  'provider.yaml': `
provider:
  name: Alondra
  phone: "+34 900 000 000"
  hours: {en: every day, es: todos los días, zh-Hans: 每天}
  supportHours: {en: every day, es: todos los días, zh-Hans: 每天}
  supportPhone: "+34 900 000 000"
plan:
  price: {en: "€10"}
`,
  'glossary.yaml': `
- {id: data, en: [data, internet, mobile data], es: [datos, internet], zh-Hans: [流量, 上网], zh-Hant: [數據, 上網],
   fr: [données], de: [Daten], it: [dati], pt: [dados], ja: [データ], ko: [데이터], ru: [интернет], ar: [بيانات]}
- {id: code, en: [QR code, QR], es: [código QR], zh-Hans: [二维码], zh-Hant: [二維碼],
   fr: [code QR], de: [QR-Code], it: [codice QR], pt: [código QR], ja: [QRコード], ko: [QR 코드], ru: [QR-код], ar: [رمز QR]}
`,
  'background/en.yaml': `["what is the weather like", "who won the match", "tell me a joke", "book me a hotel room"]`,
  'en/connect.yaml': `
no-data:
  question: "Why do I have no internet on my eSIM?"
  phrases: ["no internet", "my data does not work", "I cannot get online here", "mobile data is dead since I landed", "web pages never load", "there is no connection at the airport"]
  answer: "Turn on roaming for the line. Write “agent” if it stays dead."
scan-code:
  question: "How do I scan the QR code?"
  phrases: ["qr code", "the camera does not read the code", "where is my qr", "how to install with the code", "how do I scan it on the same phone", "code is not valid"]
  answer: "Open the camera and point it at the code in your e-mail from {{provider.name}}."
`,
  'en/plan.yaml': `
top-up:
  question: "How do I add more data to my plan?"
  phrases: ["top up", "recharge", "I want to buy extra gigabytes", "add 5 GB", "refill my plan", "how can I get more of it when it runs out"]
  answer: "Choose a top-up in the app. It starts at {{plan.price}}."
prices:
  question: "How much does a plan cost?"
  phrases: ["price", "how much is it", "what do you charge for a month", "cheapest plan", "cost of the eSIM", "is there a discount"]
  answer: "A plan costs {{ plan.price }}."
`,
  'en/care.yaml': `
refund:
  question: "How do I get my money back?"
  phrases: ["refund", "money back please", "I want to return the eSIM", "cancel the purchase and pay me back", "I was charged twice", "give me back what I paid"]
  answer: "Unused plans are refunded. Call {{provider.phone}} ({{provider.hours}})."
stolen:
  question: "My phone was stolen, what now?"
  phrases: ["stolen phone", "somebody took my phone", "my handset got pickpocketed", "I lost my mobile in a taxi", "thief has my iphone", "block the line because of theft"]
  answer: "Lock the phone from another device."
`,
  'es/connect.yaml': `
no-data:
  question: "¿Por qué no tengo internet en la eSIM?"
  phrases: ["sin internet", "no me funcionan los datos", "no puedo conectarme aquí", "desde que aterricé no va la conexión", "las páginas no cargan nunca", "no hay conexión en el aeropuerto"]
  answer: "Activa la itinerancia de la línea."
scan-code:
  question: "¿Cómo escaneo el código QR?"
  phrases: ["código qr", "la cámara no lee el código", "dónde está mi qr", "cómo se instala con el código", "cómo lo escaneo en el mismo móvil", "código no válido"]
  answer: "Abre la cámara y apunta al código del correo de {{provider.name}}."
`,
  'es/plan.yaml': `
top-up:
  question: "¿Cómo añado más datos a mi plan?"
  phrases: ["recargar", "recarga", "quiero comprar gigas extra", "añadir 5 GB", "ampliar mi plan", "cómo consigo más cuando se acaban"]
  answer: "Elige una recarga en la app. Desde {{plan.price}}."
prices:
  question: "¿Cuánto cuesta un plan?"
  phrases: ["precio", "cuánto vale", "qué cobráis por un mes", "el plan más barato", "coste de la eSIM", "hay algún descuento"]
  answer: "Un plan cuesta {{plan.price}}."
`,
  'es/care.yaml': `
refund:
  question: "¿Cómo recupero mi dinero?"
  phrases: ["reembolso", "devolvedme el dinero", "quiero devolver la eSIM", "cancelar la compra y que me paguéis", "me habéis cobrado dos veces", "quiero lo que pagué"]
  answer: "Los planes sin usar se reembolsan. Llama al {{provider.phone}} ({{provider.hours}})."
stolen:
  question: "Me han robado el móvil, ¿qué hago?"
  phrases: ["móvil robado", "alguien me quitó el teléfono", "me robaron en el metro", "perdí el móvil en un taxi", "el ladrón tiene mi iphone", "bloquear la línea por robo"]
  answer: "Bloquea el móvil desde otro dispositivo."
`,
  'zh-Hans/connect.yaml': `
no-data:
  question: "我的 eSIM 为什么上不了网？"
  phrases: ["没有网络", "流量用不了", "在这里连不上网", "落地以后一直没网", "网页打不开", "机场没有信号连接"]
  answer: "请打开该线路的数据漫游。"
scan-code:
  question: "怎么扫描二维码？"
  phrases: ["二维码", "相机读不出二维码", "我的二维码在哪里", "怎么用码安装", "同一部手机怎么扫码", "码无效"]
  answer: "打开相机，对准{{provider.name}}邮件里的二维码。"
`,
  'zh-Hans/plan.yaml': `
top-up:
  question: "怎么给套餐加流量？"
  phrases: ["充值", "加流量包", "我想多买几个G", "加5G流量", "续费套餐", "用完了怎么再买"]
  answer: "在应用里选择充值，{{plan.price}}起。"
prices:
  question: "套餐多少钱？"
  phrases: ["价格", "多少钱", "一个月收费多少", "最便宜的套餐", "费用是多少", "有没有折扣"]
  answer: "套餐价格为{{plan.price}}。"
`,
  'zh-Hans/care.yaml': `
refund:
  question: "怎么退款？"
  phrases: ["退款", "把钱退给我", "我想退掉这张卡", "取消购买并退钱", "被扣了两次款", "还我付的钱"]
  answer: "未使用的套餐可以退款。请致电 {{provider.phone}}（{{provider.hours}}）。"
stolen:
  question: "手机被偷了怎么办？"
  phrases: ["手机被盗", "有人拿走了我的手机", "在地铁上被偷了", "手机丢在出租车上", "小偷拿了我的苹果手机", "因为被盗要停机"]
  answer: "请用别的设备锁定手机。"
`,
  'zh-Hant/connect.yaml': `
no-data: {phrases: ["沒有網路", "數據用唔到", "上唔到網"]}
scan-code: {phrases: ["掃描QR碼", "二維碼在哪裡", "相機讀不到條碼"]}
`,
  'zh-Hant/plan.yaml': `
top-up: {phrases: ["加值", "點樣加數據", "想買多啲流量"]}
prices: {phrases: ["幾多錢", "價錢多少", "最便宜的方案"]}
`,
  'zh-Hant/care.yaml': `
refund: {phrases: ["退錢", "我想退款", "扣咗兩次錢"], answer: "未使用的方案可退費，請來電 {{provider.phone}}。"}
stolen: {phrases: ["手機被偷", "電話畀人偷咗", "手機遺失在計程車"]}
`,
}).map(([name, text]) => ({ path: `knowledge-base/${name}`, text: text.replace(/^\n/, '') }));

/** The files with some of them edited; a file that is not there yet is added, an empty text removes it. */
export function edited(edits: Readonly<Record<string, (text: string) => string>>): readonly SourceFile[] {
  const left = new Map(Object.entries(edits));
  const files = smallKnowledgeFiles.map((file) => {
    const name = file.path.replace('knowledge-base/', '');
    const edit = left.get(name);
    left.delete(name);
    return edit === undefined ? file : { ...file, text: edit(file.text) };
  });
  const added = [...left].map(([name, edit]) => ({ path: `knowledge-base/${name}`, text: edit('') }));
  return [...files, ...added].filter(({ text }) => text !== '');
}
