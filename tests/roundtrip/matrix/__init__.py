"""Programs × edits: whatever people and programs did to a filled plan, an answer is right or a finding names it."""
