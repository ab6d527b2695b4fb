"""The guidance as data: how the energy is credited, the questions, the concepts, the words, and the bill field by field."""
