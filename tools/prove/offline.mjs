// Preloaded into osls and into the packaged functions: a connection to anything but this machine is
// refused and named on stderr. It is not a sandbox: native code and child programs can pass it by.
import net from 'node:net'

const here = (host) => host === 'localhost' || host === '::1' || /^127\./.test(host)

const hostOf = (args) => {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args
  if (typeof first === 'object' && first !== null) return first.path ? 'localhost' : (first.host ?? 'localhost')
  return typeof second === 'string' ? second : 'localhost'
}

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function offlineConnect(...args) {
  const host = hostOf(args)
  if (here(host)) return connect.apply(this, args)
  process.stderr.write(`prove: refused a connection to ${host}\n`)
  process.nextTick(() => this.destroy(new Error(`offline: ${host}`)))
  return this
}
