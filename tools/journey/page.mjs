// A page as a program: its blocks of commands, with what they print, and of changes to a file, in their order. It runs nothing.

/** @typedef {{ command: string, prints: string } | { file: string, from: string, to: string }} Step */

const fence = /^```(sh|text|diff)(?: (\S+))?\n([\s\S]*?)^```$/gm

const sideOf = (body, sign) =>
  body
    .split('\n')
    .filter((line) => line.startsWith(sign))
    .map((line) => line.slice(1))
    .join('\n')

/**
 * What ```sh blocks type, what the ```text block after one says that they print, and what ```diff blocks, with the name of a file, change.
 * @param {string} text a page
 * @returns {Step[]}
 */
export const stepsOf = (text) => {
  const steps = []
  for (const [, language, file, body] of text.matchAll(fence)) {
    if (language === 'sh')
      steps.push(
        ...body
          .trim()
          .split('\n')
          .map((command) => ({ command, prints: '' }))
      )
    if (language === 'diff') steps.push({ file, from: sideOf(body, '-'), to: sideOf(body, '+') })
    if (language === 'text') steps.at(-1).prints = body
  }
  return steps
}

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Whether an output has all that the page shows of it, line by line, in this order; `…` is anything within a line. */
export const shows = (output, prints) => {
  const lines = prints.split('\n').map((line) => line.trim())
  const pattern = lines.filter((line) => line !== '').map((line) => escaped(line).replaceAll('…', '.*'))
  return new RegExp(pattern.join('[\\s\\S]*?'), 'm').test(output)
}
