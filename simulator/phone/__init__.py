"""The phone in the browser: what a person does and sees."""
