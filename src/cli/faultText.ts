/** Faults as compilers show them: where, what, why, and how to mend it. */
import type { DefinitionFault } from '../router/DefinitionError.js'
import type { Location } from './locate.js'
import type { Style } from './Style.js'

/** A fault and the line of the program that it is about, where that is known. @internal */
export interface LocatedFault extends DefinitionFault {
  readonly at?: Location
}

/** One fault or warning, with the line it is about. @internal */
export const faultText = (kind: 'error' | 'warning', f: LocatedFault, s: Style): string => {
  const paint = kind === 'error' ? s.red : s.yellow
  const { at } = f
  const lines = [`${s.bold(paint(kind))}${s.bold(`: ${f.place}: ${f.problem}`)}`]
  if (at !== undefined) {
    const number = String(at.line)
    const margin = ' '.repeat(number.length)
    lines.push(
      `${margin} ${s.dim('-->')} ${at.file}:${at.line}:${at.column}`,
      `${s.dim(`${number} |`)} ${at.text}`,
      `${s.dim(`${margin} |`)} ${' '.repeat(at.column - 1)}${paint('^'.repeat(at.length))}`
    )
  }
  lines.push(`  ${s.cyan('mend')}: ${f.mend}`)
  return `${lines.join('\n')}\n`
}

/** Faults one below the other, and how many there are. @internal */
export const faultsText = (faults: ReadonlyArray<LocatedFault>, s: Style): string =>
  `${faults.map((f) => faultText('error', f, s)).join('\n')}\n`
