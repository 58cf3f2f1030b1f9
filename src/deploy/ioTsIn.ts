/** The io-ts that a program's quaich loads, which may be another copy than the one that the command line loads. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import * as t from 'io-ts'

/** All of io-ts. @internal */
export type WholeIoTs = typeof t

/** The io-ts of the quaich that files in a folder import; our own where that one is not found. @internal */
export const ioTsIn = (folder: string): WholeIoTs => {
  try {
    const quaich = createRequire(join(folder, 'program.js')).resolve('quaich')
    return createRequire(quaich)('io-ts')
  } catch (e) {
    if ((e as { readonly code?: unknown }).code !== 'MODULE_NOT_FOUND') throw e
    return t
  }
}
