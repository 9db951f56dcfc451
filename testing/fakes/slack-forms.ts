/** For tests in which nobody opens the form of a new ticket or looks at a reply before it is sent. */
export const noForms = {
  staff: true,
  preview: async () => null,
  createForm: () => ({ title: '', send: '', fields: [] }),
  formErrors: () => ({}),
}
