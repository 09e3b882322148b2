"""The plan as many hands hold it. Only here is pycrdt."""

# jupyter_ydoc loads every registered document class while it is imported, ours among them. Were plan_document the first
# to ask for it, it would be asked for `PlanDocument` before it has one; so the package asks first.
import jupyter_ydoc  # noqa: F401 - imported for its order
