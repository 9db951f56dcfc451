/** Files to be fetched, who shows a file, and which messages a stored file belongs to. */
export const indexes = [
  { name: 'attachment_due', on: 'attachment (due_at) where due_at is not null' },
  { name: 'attachment_blob', on: 'attachment (blob)' },
  { name: 'delivery_attachment', on: 'delivery (attachment_id) where attachment_id is not null' },
] as const
