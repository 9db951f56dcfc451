/** What is said about tickets made on purpose, and the form they are made with. */
export const create = {
  made: (number: string, title: string, team: string) => `${number} is open: ${title} → ${team}`,
  there: (number: string, state: string) => `This belongs to ${number} already (${state}).`,
  form: 'New ticket',
  send: 'Create',
  text: 'What is it about?',
  customer: 'Customer (name, id or ticket number)',
  category: 'Category',
  team: 'Team',
  priority: 'Priority',
  needed: (label: string) => `${label} (needed)`,
  empty: 'Please say what it is about.',
}
