/** The engine that knows every kind of codec. Bundles put together their own. */
import * as t from 'io-ts'
import { type CodecEngine, codecEngine } from './CodecEngine.js'
import { ioTsEncoders } from './encode.js'
import { ioTsDecoders } from './ioTsDecoders.js'
import { standardDecoders, standardEncoders } from './standardEngine.js'

/** @internal */
export const defaultEngine: CodecEngine = /* @__PURE__ */ codecEngine(
  [/* @__PURE__ */ ioTsDecoders(t), standardDecoders],
  [/* @__PURE__ */ ioTsEncoders(t), standardEncoders]
)
