"""From the contracts to the meter: works, project of the substation, inspection."""
