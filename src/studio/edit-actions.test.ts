import { describe, expect, it } from 'vitest';
import type { ImageInput } from '../intake/image-input.ts';
import { captionLayerId } from '../meme/document.ts';
import { createEditActions } from './edit-actions.ts';
import { activeLayer, createPicture, type Picture } from './picture.ts';
import { createStudioStore, selectedPicture } from './studio-store.ts';

/** Edits of one picture, of which they know no more than where it is calm. */
function openEditor() {
  const store = createStudioStore();
  const picture = createPicture({ calmPlace: 'bottom', width: 400, height: 300 } as ImageInput);
  store.setState({ pictures: [picture], selectedId: picture.id });
  const current = (): Picture => selectedPicture(store.getState()) ?? picture;
  return { edit: createEditActions(store), current, document: () => current().history.present };
}

describe('a look', () => {
  it('that adds a second text lets it be written next', () => {
    const { edit, current, document } = openEditor();
    edit.type('稳了');
    edit.look('pair');
    expect(activeLayer(current())?.text).toBe('');
    edit.type('真的');
    expect(document().layers.map(({ text }) => text)).toEqual(['稳了', '真的']);
  });

  it('takes an unfilled second text away, and undo brings back the very state before', () => {
    const { edit, current, document } = openEditor();
    edit.type('稳了');
    edit.look('pair');
    const pair = document();
    edit.look('bubble');
    expect(document().layers.map(({ id, text }) => [id, text])).toEqual([[captionLayerId, '稳了']]);
    expect(activeLayer(current())?.id).toBe(captionLayerId);
    edit.undo();
    expect(document()).toBe(pair);
    edit.undo();
    expect(document().layers).toHaveLength(1);
    edit.redo();
    expect(document()).toBe(pair);
  });
});

describe('edits', () => {
  it('of one gesture are undone together, typing as a whole', () => {
    const { edit, document } = openEditor();
    for (const text of ['你', '你好', '你好呀']) edit.type(text);
    edit.rotate(captionLayerId, 10, 'turn');
    edit.rotate(captionLayerId, 20, 'turn');
    edit.undo();
    expect(document().layers[0]).toMatchObject({ text: '你好呀', rotation: 0 });
    edit.undo();
    expect(document().layers[0].text).toBe('');
  });

  it('go on where every text was removed: what is typed is a caption again', () => {
    const { edit, document } = openEditor();
    edit.type('不要了');
    edit.remove();
    expect(document().layers).toEqual([]);
    edit.type('还是要');
    expect(document().layers.map(({ id, text }) => [id, text])).toEqual([[captionLayerId, '还是要']]);
  });
});
