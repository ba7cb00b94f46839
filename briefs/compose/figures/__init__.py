"""Figures: pure functions from facts to a Plotly figure, its alt text and its data table."""
