import * as v from 'valibot';

/** A file server's ID as the call centre gives it: some thirty digits, but nothing promises that. */
export const ServerId = v.pipe(v.string('required'), v.nonEmpty('required'), v.maxLength(64, 'too_long'));
