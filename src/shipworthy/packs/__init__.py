"""Packs and gate policies as their authors write them: YAML files, checked and turned into the domain's words."""
