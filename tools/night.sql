-- The rows that a night writes, by set-based SQL alone: what the jobs are measured against.
-- It knows the few contracts that tools/many.py copies, and decides nothing.

-- accrue
UPDATE contract_standing SET accrued_on = :today,
  carried = carried + principal_cents * rate_ppm,
  interest_cents = unpaid_interest_cents
    + (2 * (carried + principal_cents * rate_ppm) + carried_unit) / (2 * carried_unit)
WHERE accrued_on < :today;

-- draft
INSERT INTO payment (ref, contract_id, borrower_id, method_id, origin, form_token, due_key,
  amount_cents, fee_cents, principal_only_cents, intent, status, effective_on, expected_on,
  submitted_at, changed_at, processor, livemode, tries, refunded_cents, "authorization",
  authorization_id, ip, user_agent)
SELECT 'P-' || a.id, a.contract_id, a.borrower_id, a.method_id, 'autopay',
  'a form token of thirty-two ' || a.id, 'autopay-' || a.id || '-' || a.next_debit_on,
  c.installment_cents, 0, 0, 'regular', 'created', a.next_debit_on, :settles, a.made_at, a.made_at,
  'stripe', m.livemode, 0, 0, 'As signed for autopay.', a.authorization_id, '', ''
FROM autopay a JOIN contract c ON c.id = a.contract_id JOIN payment_method m ON m.id = a.method_id
WHERE a.status = 'active' AND a.next_debit_on <= :today;

INSERT INTO autopay_debit (autopay_id, debit_on, due_on, status, amount_cents, payment_id,
  changed_at)
SELECT a.id, a.next_debit_on, c.next_due_on, 'drafted', p.amount_cents, p.id, a.made_at
FROM payment p JOIN autopay a ON a.contract_id = p.contract_id
JOIN contract c ON c.id = a.contract_id
WHERE a.next_debit_on <= :today;

UPDATE autopay SET next_debit_on = :later, last_amount_cents = last_amount_cents
WHERE status = 'active' AND next_debit_on <= :today;

-- charge
INSERT INTO contract_event (contract_id, sequence, kind, effective_on, entered_at, amount_cents,
  detail, key)
SELECT c.id, c.version + 1, 'charge', :today, c.boarded_at, 2900,
  '{"bucket": "late_charges", "installment": 3}', 'late-' || c.id
FROM contract_standing s JOIN contract c ON c.id = s.contract_id
WHERE s.late_on <= :today;

INSERT INTO ledger_entry (contract_id, event_id, kind, effective_on, posted_at)
SELECT contract_id, id, 'posting', effective_on, entered_at
FROM contract_event WHERE kind = 'charge';

INSERT INTO posting (entry_id, account, amount_cents)
SELECT l.id, 'late_charges', 2900 FROM ledger_entry l JOIN contract_event e ON e.id = l.event_id
WHERE e.kind = 'charge'
UNION ALL
SELECT l.id, 'fee_income', -2900 FROM ledger_entry l JOIN contract_event e ON e.id = l.event_id
WHERE e.kind = 'charge';

UPDATE contract SET version = version + 1
WHERE id IN (SELECT contract_id FROM contract_standing WHERE late_on <= :today);

UPDATE contract_standing SET late_on = :later WHERE late_on <= :today;

-- bill
INSERT INTO bill (contract_id, due_on, installment, amount_cents, billed_on)
SELECT s.contract_id, :billed, 4, c.installment_cents, :today
FROM contract_standing s JOIN contract c ON c.id = s.contract_id
WHERE s.bill_on <= :today;

UPDATE contract_standing SET bill_on = :later WHERE bill_on <= :today;
