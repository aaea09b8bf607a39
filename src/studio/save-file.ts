/** How long a download may take to read its object URL, in milliseconds. */
const urlLifetime = 60_000;

/** Downloads a file under that name. */
export function saveFile(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), urlLifetime);
}
