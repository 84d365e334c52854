"""Relief: another due date, months moved to the end, help in hardship, a promise to pay."""
