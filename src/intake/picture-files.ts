/** Which files call themselves pictures. What they are is told by their bytes when they are opened. */

/** For the system's dialog, which does not count HEIC as a picture where the system has no type for it. */
export const pictureFileTypes: readonly string[] = ['image/*', '.heic', '.heif'];

/** Whether a file says by its type, or by its ending where the system knows no type, that it is a picture. */
export function isPictureFile({ type, name }: Pick<File, 'type' | 'name'>): boolean {
  return type.startsWith('image/') || (type === '' && /\.hei[cf]$/iu.test(name));
}
