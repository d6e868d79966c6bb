/** Characters in the forms that only Japanese writing has, and below each the Simplified Chinese one. */
const japanese =
  '両乗亀予亜仏仮伝価倹児円処剣剤剰労効勅勧勲単厳収唖営噛団囲図圏圧塁塩増壊壌壱売変奨嬢実寛対専尭巌巣巻帯帰庁広廃弁弐弾従徳徴応恵悩悪懐戦戯払抜択拝拠拡挙挿捜掲掻揺摂撃撹' +
  '斉斎晩暁暦曽栄桜桝桟検楽様権歓歩歯歳歴毎気沢浄浜涙渇済渉渋渓満滝瀬焼犠猟獣畳痩発県砕稲穂穏穣竜粋粛糸経絵継続総縁縄縦繊缶聴脳臓艶芸荘蔵薫薬蛍蝋覇覚覧観訳読譲豊賛転軽' +
  '辺逓遅郷酔醤醸釈鉄鉱銭鋳錬関闘陥険隠雑霊頼顕駅駆騒験髄髪鴎鶏麹麺黒黙齢';
const simplified =
  '两乘龟豫亚佛假传价俭儿圆处剑剂剩劳效敕劝勋单严收哑营啮团围图圈压垒盐增坏壤壹卖变奖娘实宽对专尧岩巢卷带归厅广废辨贰弹从德征应惠恼恶怀战戏拂拔择拜据扩举插搜揭搔摇摄击搅' +
  '齐斋晚晓历曾荣樱枡栈检乐样权欢步齿岁历每气泽净滨泪渴济涉涩溪满泷濑烧牺猎兽叠瘦发县碎稻穗稳穰龙粹肃丝经绘继续总缘绳纵纤罐听脑脏艳艺庄藏熏药萤蜡霸觉览观译读让丰赞转轻' +
  '边递迟乡醉酱酿释铁矿钱铸炼关斗陷险隐杂灵赖显驿驱骚验髓发鸥鸡曲面黑默龄';

const forms: ReadonlyMap<string, string> = new Map([...japanese].map((form, at) => [form, simplified[at] ?? form]));
const anyForm = new RegExp(`[${japanese}]`, 'g');

/** Han characters of Japanese writing as Simplified Chinese, one for one, so that both languages share their words. */
export function foldJapaneseHan(text: string): string {
  return text.replace(anyForm, (form) => forms.get(form) ?? form);
}
