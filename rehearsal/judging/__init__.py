"""What a rehearsal's acts, effects and answers are worth."""
