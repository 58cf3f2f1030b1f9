// Starts a child process of this Node and reads the JSON that it prints.
import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const here = dirname(fileURLToPath(import.meta.url))
const exec = promisify(execFile)

export const child = async (file, args, flags = []) => {
  const { stdout } = await exec(
    process.execPath,
    [...flags, join(here, file), ...args.map((a) => (typeof a === 'string' ? a : JSON.stringify(a)))],
    {
      maxBuffer: 1 << 28,
      env: { ...process.env, NODE_OPTIONS: '', POWERTOOLS_DEV: 'false' }
    }
  )
  return stdout === '' ? undefined : JSON.parse(stdout)
}

export const median = (xs) => quantile(xs, 0.5)
export const quantile = (xs, q) => {
  const sorted = [...xs].sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const low = sorted[Math.floor(at)]
  return low + (sorted[Math.ceil(at)] - low) * (at - Math.floor(at))
}
export const round = (x, digits = 3) => Number(x.toPrecision(digits))
