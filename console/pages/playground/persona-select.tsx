/** The switch for who I am: any of the staff, or a customer. */
import { Select } from 'antd'
import type { Desk, Person } from '../api-types.ts'
import { useLanguage } from '../language.tsx'
import type { Choice } from './choice.ts'
import { Face } from './face.tsx'

const STAFF = 'staff:'
const CUSTOMER = 'customer:'

export function PersonaSelect({ desk, choice }: { desk: Desk; choice: Choice }) {
  const { t } = useLanguage()
  const value =
    choice.side === 'customer' && choice.customer ? CUSTOMER + choice.customer.id : choice.staff ? STAFF + choice.staff.key : null
  return (
    <Select
      className="persona-select"
      data-testid="persona-select"
      aria-label={t.playground.iAm}
      value={value}
      popupMatchSelectWidth={260}
      listHeight={360}
      showSearch={{ optionFilterProp: 'search' }}
      onChange={(next: string | null) => {
        if (next?.startsWith(STAFF)) choice.pickStaff(next.slice(STAFF.length))
        else if (next) choice.beCustomer(next.slice(CUSTOMER.length))
      }}
      options={[
        {
          label: t.playground.staff,
          options: desk.agents.map((agent) => ({
            value: STAFF + agent.key,
            search: `${agent.name} ${agent.key} ${t.playground.roles[agent.role]}`,
            title: agent.name,
            label: <Who id={agent.key} name={agent.name} role={t.playground.roles[agent.role]} testId={`persona-option-${agent.key}`} />,
          })),
        },
        ...(desk.open && desk.customers.length > 0
          ? [
              {
                label: t.playground.customers,
                options: desk.customers.map((customer) => ({
                  value: CUSTOMER + customer.id,
                  search: customer.name,
                  title: customer.name,
                  label: (
                    <Who id={customer.id} name={customer.name} role={t.playground.customer} testId={`persona-option-${customer.id}`} />
                  ),
                })),
              },
            ]
          : []),
      ]}
    />
  )
}

/** Whoever signed in as themselves is nobody else. */
export function Me({ staff }: { staff: Person }) {
  const { t } = useLanguage()
  return <Who id={staff.key} name={staff.name} role={t.playground.roles[staff.role]} testId="me" />
}

function Who({ id, name, role, testId }: { id: string; name: string; role: string; testId: string }) {
  return (
    <span className="who" data-testid={testId}>
      <Face id={id} name={name} size={24} />
      <span className="who-name">{name}</span>
      <span className="who-role">{role}</span>
    </span>
  )
}
