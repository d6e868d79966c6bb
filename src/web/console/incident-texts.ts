import type { ConsoleIncident } from '../../http/console-api.ts';
import type { ConsoleLanguage } from './texts.ts';

/** The words of the outages' page in one language. Words in braces are filled in. */
export interface IncidentTexts {
  readonly title: string;
  readonly explanation: string;
  readonly declareNew: string;
  readonly declare: string;
  readonly declaring: string;
  readonly editFirst: string;
  readonly dismiss: string;
  readonly change: string;
  readonly save: string;
  readonly close: string;
  readonly closeQuestion: string;
  readonly closeExplanation: string;
  readonly cancel: string;
  readonly back: string;
  readonly proposed: string;
  /** For the number beside the link. */
  readonly proposedShort: string;
  readonly open: string;
  readonly ended: string;
  readonly noneOpen: string;
  readonly noneEnded: string;
  readonly reportedBy: string;
  readonly conversation: string;
  readonly since: string;
  readonly until: string;
  readonly endUnknown: string;
  readonly overdue: string;
  readonly endedAt: string;
  readonly wasDismissed: string;
  readonly allNetworks: string;
  readonly networkUnknown: string;
  readonly country: string;
  readonly chooseCountry: string;
  readonly places: string;
  readonly placesHint: string;
  readonly network: string;
  readonly networkHint: string;
  readonly affected: string;
  readonly expectedEnd: string;
  readonly endHint: string;
  readonly notes: string;
  readonly notesHint: string;
  readonly services: Readonly<Record<ConsoleIncident['services'][number], string>>;
}

const english: IncidentTexts = {
  title: 'Outages',
  explanation: 'Customers who ask about their connection there are told first, and told again when it is over.',
  declareNew: 'Declare an outage',
  declare: 'Declare',
  declaring: 'Declaring…',
  editFirst: 'Edit first',
  dismiss: 'Dismiss',
  change: 'Change',
  save: 'Save',
  close: 'It is over',
  closeQuestion: 'Is the outage over?',
  closeExplanation: 'Everybody who was told of it gets a message now.',
  cancel: 'Cancel',
  back: 'Back to the list',
  proposed: 'Proposed by customers’ messages',
  proposedShort: 'Proposed',
  open: 'Declared',
  ended: 'Ended',
  noneOpen: 'No outage is declared.',
  noneEnded: 'None has ended lately.',
  reportedBy: '{count} conversations within half an hour',
  conversation: 'Conversation {number}',
  since: 'Since',
  until: 'Expected end',
  endUnknown: 'not known',
  overdue: '{time}, passed',
  endedAt: 'Ended',
  wasDismissed: 'Dismissed',
  allNetworks: 'All networks',
  networkUnknown: 'Network not known',
  country: 'Country',
  chooseCountry: 'Choose …',
  places: 'Towns or regions',
  placesHint: 'With commas between them. Empty: the whole country.',
  network: 'Network',
  networkHint: 'As phones show it. Empty: all networks.',
  affected: 'What does not work',
  expectedEnd: 'Expected end',
  endHint: 'Empty: not known.',
  notes: 'Note to customers',
  notesHint: 'Optional. Who has no note in their language reads the English one.',
  services: { data: 'Mobile data', calls: 'Calls', sms: 'Text messages' },
};

const spanish: IncidentTexts = {
  title: 'Averías',
  explanation: 'A quien pregunte por su conexión allí se le avisa primero, y otra vez cuando haya terminado.',
  declareNew: 'Declarar una avería',
  declare: 'Declarar',
  declaring: 'Declarando…',
  editFirst: 'Editar antes',
  dismiss: 'Descartar',
  change: 'Cambiar',
  save: 'Guardar',
  close: 'Ha terminado',
  closeQuestion: '¿Ha terminado la avería?',
  closeExplanation: 'Todos los que fueron avisados reciben ahora un mensaje.',
  cancel: 'Cancelar',
  back: 'Volver a la lista',
  proposed: 'Propuestas por mensajes de clientes',
  proposedShort: 'Propuestas',
  open: 'Declaradas',
  ended: 'Terminadas',
  noneOpen: 'No hay ninguna avería declarada.',
  noneEnded: 'Ninguna ha terminado últimamente.',
  reportedBy: '{count} conversaciones en media hora',
  conversation: 'Conversación {number}',
  since: 'Desde',
  until: 'Fin previsto',
  endUnknown: 'no se sabe',
  overdue: '{time}, ya pasado',
  endedAt: 'Terminó',
  wasDismissed: 'Descartada',
  allNetworks: 'Todas las redes',
  networkUnknown: 'Red desconocida',
  country: 'País',
  chooseCountry: 'Elige …',
  places: 'Localidades o regiones',
  placesHint: 'Separadas por comas. Vacío: todo el país.',
  network: 'Red',
  networkHint: 'Como la muestran los móviles. Vacío: todas.',
  affected: 'Qué no funciona',
  expectedEnd: 'Fin previsto',
  endHint: 'Vacío: no se sabe.',
  notes: 'Nota para clientes',
  notesHint: 'Opcional. Quien no tenga nota en su idioma lee la inglesa.',
  services: { data: 'Datos móviles', calls: 'Llamadas', sms: 'SMS' },
};

const chinese: IncidentTexts = {
  title: '网络故障',
  explanation: '当地客户询问网络问题时会先收到通知，恢复后会再次收到通知。',
  declareNew: '宣布故障',
  declare: '宣布',
  declaring: '正在宣布…',
  editFirst: '先编辑',
  dismiss: '忽略',
  change: '修改',
  save: '保存',
  close: '已恢复',
  closeQuestion: '故障已恢复？',
  closeExplanation: '所有收到过通知的客户现在都会收到消息。',
  cancel: '取消',
  back: '返回列表',
  proposed: '由客户消息提出',
  proposedShort: '待定',
  open: '已宣布',
  ended: '已结束',
  noneOpen: '没有已宣布的故障。',
  noneEnded: '近期没有结束的故障。',
  reportedBy: '半小时内 {count} 个对话',
  conversation: '对话 {number}',
  since: '开始时间',
  until: '预计恢复',
  endUnknown: '未知',
  overdue: '{time}，已过',
  endedAt: '结束时间',
  wasDismissed: '已忽略',
  allNetworks: '所有网络',
  networkUnknown: '网络未知',
  country: '国家',
  chooseCountry: '请选择…',
  places: '城市或地区',
  placesHint: '用逗号分隔；留空表示全国。',
  network: '网络',
  networkHint: '手机上显示的名称；留空表示所有网络。',
  affected: '受影响的服务',
  expectedEnd: '预计恢复',
  endHint: '留空表示未知。',
  notes: '给客户的说明',
  notesHint: '可选。没有本语言说明的客户会看到英文说明。',
  services: { data: '移动数据', calls: '通话', sms: '短信' },
};

/** The outages' page in the languages of the console. */
export const incidentTexts: Readonly<Record<ConsoleLanguage, IncidentTexts>> = {
  en: english,
  es: spanish,
  'zh-Hans': chinese,
};
