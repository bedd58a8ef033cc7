"""Plays many interleavings of people who work on one review apart: `python -m tests.drills merge [PLAYS] [STEPS]`."""

from tests.domain.merge_play import Play


def main(arguments: list[str]) -> int:
    """Play, print what anybody misses, and return 1 where somebody does."""
    plays, steps = (int(each) for each in (arguments + ["2000", "60"][len(arguments) :]))
    said = bad = 0
    for seed in range(plays):
        play = Play(seed, people=2 + seed % 2)
        missing = play.run(steps)
        said += len(play.spoken)
        if missing:
            bad += 1
            print(f"play {seed}: {'; '.join(missing)}")
    print(f"{plays} plays of {steps} steps, {said:,} things said, {bad} plays in which one was lost")
    return 1 if bad else 0
