"""The pages of the window: layout, connections and showing data."""
