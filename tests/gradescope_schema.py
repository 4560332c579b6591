"""What Gradescope says that results.json may hold, as a JSON schema."""

# Gradescope's "Autograder Specifications", read in 2026.
WHEN = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORM = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
CASE = {
    "score": {"type": "number"},
    "max_score": {"type": "number"},
    "status": {"enum": ["passed", "failed"]},
    "name": {"type": "string"},
    "name_format": FORM,
    "number": {"type": "string"},
    "output": {"type": "string"},
    "output_format": FORM,
    "tags": {"type": "array", "items": {"type": "string"}},
    "visibility": WHEN,
    "extra_data": {"type": "object"},
}
ROW = {"name": {"type": "string"}, "value": {"type": ["number", "string"]}, "order": {"enum": ["asc", "desc"]}}
WHOLE = {
    "score": {"type": "number"},
    "execution_time": {"type": "number"},
    "output": {"type": "string"},
    "output_format": FORM,
    "test_output_format": FORM,
    "test_name_format": FORM,
    "visibility": WHEN,
    "stdout_visibility": WHEN,
    "extra_data": {"type": "object"},
    "tests": {"type": "array", "items": {"type": "object", "properties": CASE, "additionalProperties": False}},
    "leaderboard": {
        "type": "array",
        "items": {"type": "object", "properties": ROW, "required": ["name", "value"], "additionalProperties": False},
    },
}
SCHEMA = {"type": "object", "properties": WHOLE, "additionalProperties": False}
