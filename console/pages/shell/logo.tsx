/** Two speech marks passing a word on. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="#1677ff" />
      <path
        d="M8 10.5A2.5 2.5 0 0 1 10.5 8h11a2.5 2.5 0 0 1 2.5 2.5v7a2.5 2.5 0 0 1-2.5 2.5H15l-4.2 3.7c-.5.4-1.1.1-1.1-.5V20A2 2 0 0 1 8 18z"
        fill="#fff"
      />
      <path
        d="M12.5 14.2h7M17 11.7l2.6 2.5-2.6 2.5"
        fill="none"
        stroke="#1677ff"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
