/** For tests in which nobody opens the form of a new ticket. */
export const noForms = {
  staff: true,
  createForm: () => ({ title: '', send: '', fields: [] }),
  formErrors: () => ({}),
}
