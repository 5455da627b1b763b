"""The trained engine: two fields and a judge over what they and the rules propose (docs/parser.md)."""
