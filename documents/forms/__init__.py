"""Forms of the checklist rooms: what admins type becomes pieces of a checklist, or messages beside the field."""
