/** Colours for a terminal, or none: NO_COLOR (no-color.org) and FORCE_COLOR (force-color.org) are heard, in this order. */
import pc from 'picocolors'

/** What text may look like. @internal */
export type Style = Pick<ReturnType<typeof pc.createColors>, 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan'>

/** The style of a stream: plain where it is no terminal, unless somebody insists. @internal */
export const styleFor = (env: Readonly<Record<string, string | undefined>>, terminal: boolean): Style => {
  const { NO_COLOR: no = '', FORCE_COLOR: force = '', TERM: term } = env
  const wanted = no === '' && (force === '' ? terminal && term !== 'dumb' : force !== '0' && force !== 'false')
  return pc.createColors(wanted)
}

/** @internal */
export const plain: Style = pc.createColors(false)
