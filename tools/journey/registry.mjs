// A registry on this machine, as npm asks one: these tarballs are published there, everything else is asked of the registry behind it.
// It is not for publishing, and checks nobody.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { basename } from 'node:path'

const published = ({ file, manifest }) => {
  const { name, version } = manifest
  const bytes = readFileSync(file)
  return {
    name,
    version,
    manifest,
    file: basename(file),
    bytes,
    integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`
  }
}

const packument = (url, { name, version, manifest, file, integrity }) => ({
  name,
  'dist-tags': { latest: version },
  versions: { [version]: { ...manifest, dist: { tarball: `${url}/${name}/-/${file}`, integrity } } }
})

/**
 * @param {{ file: string, manifest: { name: string, version: string } }[]} packages tarballs that `npm pack` made, with their package.json
 * @param {string} behind the address of the registry that has all other packages
 * @returns {Promise<{ url: string, stop: () => void }>}
 */
export const startRegistry = async (packages, behind) => {
  const all = packages.map(published)
  const server = createServer(({ url = '' }, res) => {
    const own = all.find((p) => url === `/${p.name}` || url === `/${p.name}/-/${p.file}`)
    if (own === undefined) res.writeHead(302, { location: `${behind.replace(/\/$/, '')}${url}` }).end()
    else if (url === `/${own.name}`)
      res.setHeader('content-type', 'application/json').end(JSON.stringify(packument(address, own)))
    else res.end(own.bytes)
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const address = `http://127.0.0.1:${server.address().port}`
  return { url: address, stop: () => server.close().closeAllConnections() }
}
