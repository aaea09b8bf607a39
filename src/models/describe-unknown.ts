import type { ConversionRequest } from '../../workers/protocol/convert-service.ts';

/** What can be said of a model that is in no catalogue: its name, and that nothing is known of its licence. */
export function describeUnknown(name: string): ConversionRequest['about'] {
  return {
    id: name,
    title: { zh: name, en: name },
    licence: {
      name: '',
      notice: {
        zh: '许可未知，请看模型的来源；配的字可能粗鲁或冒犯。',
        en: 'Its licence is not known here: look at where it comes from. Captions can be rude or offensive.',
      },
    },
  };
}
