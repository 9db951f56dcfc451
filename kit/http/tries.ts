/** Counts failed tries per address and says when it has been enough. */
export interface Tries {
  isLocked(address: string): boolean
  failed(address: string): void
  forget(address: string): void
}

const MOST_ADDRESSES = 10_000

/** In memory: a restart forgives, which costs an attacker more than it gives. */
export function createTries({ max, ms, now }: { readonly max: number; readonly ms: number; readonly now: () => number }): Tries {
  const failures = new Map<string, number[]>()
  const recent = (address: string) => (failures.get(networkOf(address)) ?? []).filter((at) => at > now() - ms)
  return {
    isLocked: (address) => recent(address).length >= max,
    failed: (address) => {
      const network = networkOf(address)
      const list = [...recent(address), now()].slice(-max)
      failures.delete(network)
      failures.set(network, list)
      const [oldest] = failures.keys()
      if (failures.size > MOST_ADDRESSES && oldest !== undefined) failures.delete(oldest)
    },
    forget: (address) => void failures.delete(networkOf(address)),
  }
}

/** One IPv6 customer has a whole /64, so that counts as one address. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  return [...front, ...zeros, ...back].slice(0, 4).join(':')
}
