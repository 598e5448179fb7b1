/**
 * Zeroed memory for a table of megabytes, on pages of its own: they go back to the system when the table is let go.
 * Those of a plain buffer stay with the allocator of the process, which keeps them, and more of what comes later.
 * @param bytes a multiple of the elements' size
 */
export function ownPages(bytes: number): ArrayBuffer {
  // a buffer that may be resized is never the allocator's
  return new ArrayBuffer(bytes, { maxByteLength: bytes });
}
