/** A customer is looked up by name when somebody makes a ticket for them. */
export const indexes = [{ name: 'customer_name', on: 'customer (name) where name is not null' }] as const
