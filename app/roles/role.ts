/** What a process may do for the desk. On PostgreSQL each may run any number of times; `npm start` does all three. */
export const ROLES = ['intake', 'worker', 'console'] as const

export type Role = (typeof ROLES)[number]
