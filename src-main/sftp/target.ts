/** How to prove who we are. A missing password or passphrase is asked for with `password_needed`. */
export type SftpAuth =
  | { readonly kind: 'password'; readonly password?: string | undefined }
  /** `key` is the text of a private key in an OpenSSH or PEM format. */
  | { readonly kind: 'privateKey'; readonly key: string; readonly passphrase?: string | undefined }
  /** `socket` is what SSH_AUTH_SOCK holds, or the name of a Windows pipe. */
  | { readonly kind: 'agent'; readonly socket: string };

/** A file server as it is reached from this workstation. `host` is a name or an address without brackets. */
export interface SftpTarget {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly auth: SftpAuth;
}
