"""HTTP as a visitor: routes and their structs by noun, who is asking, and one place that turns a refusal into a status."""
