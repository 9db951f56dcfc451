/**
 * Reading values whose shape was not proven: a file with one bad label is still checked for wrong names, so
 * that all errors are told at once. What has the wrong shape is left out here; check-shape.ts tells of it.
 */
import type { Path } from './config-error.ts'

/** A value and where it stands. */
export interface Placed<T> {
  readonly value: T
  readonly path: Path
}

export type LooseMap = Readonly<Record<string, unknown>>

export function asMap(value: unknown): LooseMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as LooseMap) : {}
}

/** The maps of the list at `map[key]`. */
export function mapsAt({ value, path }: Placed<LooseMap>, key: string): readonly Placed<LooseMap>[] {
  return itemsAt(value, path, key).flatMap(({ value: item, path: at }) =>
    typeof item === 'object' && item !== null && !Array.isArray(item) ? [{ value: item as LooseMap, path: at }] : [],
  )
}

/** The texts of the list at `map[key]`. */
export function textsAt({ value, path }: Placed<LooseMap>, key: string): readonly Placed<string>[] {
  return itemsAt(value, path, key).flatMap(({ value: item, path: at }) => (typeof item === 'string' ? [{ value: item, path: at }] : []))
}

/** The text at `map[key]`: a list of it alone, or of nothing. */
export function textAt({ value, path }: Placed<LooseMap>, key: string): readonly Placed<string>[] {
  const text = Object.hasOwn(value, key) ? value[key] : undefined
  return typeof text === 'string' && text !== '' ? [{ value: text, path: [...path, key] }] : []
}

export function mapAt({ value, path }: Placed<LooseMap>, key: string): Placed<LooseMap> {
  return { value: asMap(value[key]), path: [...path, key] }
}

function itemsAt(map: LooseMap, path: Path, key: string): readonly Placed<unknown>[] {
  const list = map[key]
  return Array.isArray(list) ? list.map((value: unknown, i) => ({ value, path: [...path, key, i] })) : []
}
