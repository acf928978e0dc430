"""Floor 4: how it looks and reads. A view draws a table or says it in a sentence, in the report's language."""
