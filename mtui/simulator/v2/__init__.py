"""The second generation: training jobs without versions, known by UUIDs (api.md §5)."""
