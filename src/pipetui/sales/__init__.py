"""What a rep does with a pipeline: one service per subject, each giving views and writing in one transaction."""
