"""Forms over raw text: what people type becomes typed answers, or messages beside the field."""
