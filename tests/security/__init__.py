"""What an attacker may try, and that it does not work: each line of docs/threat-model.md."""
