insert into processes (name, description, steps) values
  ('Onboard a new customer', 'From the signed contract to the first working day with the product.', '[
    {"name": "Check the contract", "seconds": 1},
    {"name": "Create the account", "seconds": 1.5},
    {"name": "Send the welcome mail", "seconds": 1},
    {"name": "Book the kick-off meeting", "seconds": 1}
  ]'),
  ('Approve an invoice', 'Matches an incoming invoice with its order and releases the payment.', '[
    {"name": "Read the invoice", "seconds": 1},
    {"name": "Match it with the order", "seconds": 1.5},
    {"name": "Release the payment", "seconds": 1}
  ]'),
  ('Close the month', 'Collects the figures of all departments and publishes the report.', '[
    {"name": "Lock the period", "seconds": 0.5},
    {"name": "Collect the bookings", "seconds": 2},
    {"name": "Reconcile the accounts", "seconds": 1.5},
    {"name": "Calculate the results", "seconds": 1},
    {"name": "Publish the report", "seconds": 1}
  ]');
