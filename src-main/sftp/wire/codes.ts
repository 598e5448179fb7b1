// The numbers of SFTP version 3, draft-ietf-secsh-filexfer-02, which is what servers speak in practice.

/** Packet types (section 3). */
export const Packet = {
  init: 1,
  version: 2,
  open: 3,
  close: 4,
  read: 5,
  write: 6,
  lstat: 7,
  fstat: 8,
  setstat: 9,
  fsetstat: 10,
  opendir: 11,
  readdir: 12,
  remove: 13,
  mkdir: 14,
  rmdir: 15,
  realpath: 16,
  stat: 17,
  rename: 18,
  status: 101,
  handle: 102,
  data: 103,
  name: 104,
  attrs: 105,
  extended: 200,
  extendedReply: 201,
} as const;

/** How a file is opened (section 6.3). */
export const Open = { read: 0x01, write: 0x02, create: 0x08, truncate: 0x10, exclusive: 0x20 } as const;

/**
 * Status codes. 0 to 8 are version 3 (section 7); the rest are of later versions, and some servers send them
 * in version 3 as well.
 */
export const Status = {
  ok: 0,
  endOfFile: 1,
  noSuchFile: 2,
  permissionDenied: 3,
  failure: 4,
  badMessage: 5,
  unsupported: 8,
  noSuchPath: 10,
  fileExists: 11,
  writeProtected: 12,
  noSpace: 14,
  quotaExceeded: 15,
  directoryNotEmpty: 18,
} as const;

/** Which attributes follow (section 5). */
export const AttributeFlag = {
  size: 0x1,
  owner: 0x2,
  permissions: 0x4,
  times: 0x8,
  extended: 0x80000000,
} as const;
