// node tools/lockfile/complete.mjs [package-lock.json]
//
// Completes a lockfile with the optional packages of other platforms. npm leaves them out where the registry in use does not serve them,
// and `npm ci` then refuses the file as incomplete. Run it after `npm install` has changed the lockfile. It pins versions, as their
// parents do; it cannot know their integrity.
import { readFileSync, writeFileSync } from 'node:fs'

const systems = ['android', 'darwin', 'linux', 'win32', 'freebsd', 'openbsd', 'netbsd', 'openharmony', 'sunos', 'aix']
const processors = ['arm64', 'x64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32']

const file = process.argv[2] ?? 'package-lock.json'
const lock = JSON.parse(readFileSync(file, 'utf8'))
const added = {}
for (const [path, parent] of Object.entries(lock.packages))
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    if (`node_modules/${name}` in lock.packages || `${path}/node_modules/${name}` in lock.packages) continue
    const words = name.split(/[/-]/)
    const os = systems.find((s) => words.includes(s))
    const cpu = processors.find((c) => words.includes(c))
    added[`node_modules/${name}`] = {
      version,
      ...(parent.dev ? { dev: true } : {}),
      optional: true,
      ...(os === undefined ? {} : { os: [os] }),
      ...(cpu === undefined ? {} : { cpu: [cpu] })
    }
  }
const packages = Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => a.localeCompare(b, 'en'))
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`)
console.log(`${Object.keys(added).length} added`)
