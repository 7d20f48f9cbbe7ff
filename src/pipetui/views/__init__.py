"""What a screen or a command draws, and the arithmetic over it. Pure: no database, no screen library."""
