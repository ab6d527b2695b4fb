"""The API's answer about any project, without an account."""
