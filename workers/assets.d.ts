/** A file that Vite serves under a hashed name; the import is its URL. */
declare module '*?url' {
  const url: string;
  export default url;
}
