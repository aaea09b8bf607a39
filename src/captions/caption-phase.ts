import type { CaptionEvent } from '../../workers/protocol/caption-service.ts';
import type { Messages } from '../i18n/messages.ts';

/** A phase in words and, where it can be told, how far it is (0 … 1). */
export function describePhase(
  event: CaptionEvent | null,
  captions: Messages['captions'],
): { readonly words: string; readonly share: number | null } {
  if (event?.phase === 'decode') {
    const { step, maxSteps } = event;
    return { words: captions.decode(step, maxSteps), share: maxSteps === 0 ? null : step / maxSteps };
  }
  return { words: event?.phase === 'encode' ? captions.encode : captions.preprocess, share: null };
}
