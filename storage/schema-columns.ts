/** Kinds of columns. Times come back as milliseconds since 1970 (see database.ts). */
import type { ColumnType } from 'kysely'

export type Time = ColumnType<number, Date, Date>
export type TimeNow = ColumnType<number, Date | undefined, Date>
export type TimeOrNull = ColumnType<number | null, Date | null | undefined, Date | null>
export type OrNull<T> = ColumnType<T | null, T | null | undefined, T | null>
