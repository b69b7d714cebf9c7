"""The buttons as a person sees them, the same in every office: name, words, icon. Standard library only."""
