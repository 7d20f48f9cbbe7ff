"""The screens. They draw views and call the workspace; they hold no query and no rule."""
