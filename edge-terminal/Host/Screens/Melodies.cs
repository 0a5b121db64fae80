using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;

namespace EdgeTerminal.Host;

/// <summary>
/// What a guest hears: yes goes up and is short, no goes down and is long, so that they differ also on a buzzer with
/// one pitch, and for somebody who cannot see the display. An alarm is three times as long as a no, and comes again.
/// </summary>
internal static class Melodies
{
    private static readonly Melody Approved = new("approved", [Tone(1_568, 90), Tone(2_093, 150)]);

    private static readonly Melody Refused = new("refused", [Tone(392, 250), Tone(0, 80), Tone(330, 450)]);

    private static readonly Melody Noticed = new("noticed", [Tone(1_568, 60)]);

    private static readonly Melody Alarm = new(
        "alarm", [Tone(2_637, 400), Tone(0, 100), Tone(2_637, 400), Tone(0, 100), Tone(2_637, 400)]);

    public static Melody For(Cue cue) => cue switch
    {
        Cue.Approved => Approved,
        Cue.Refused => Refused,
        Cue.Noticed => Noticed,
        Cue.Alarm => Alarm,
        _ => throw new ArgumentOutOfRangeException(nameof(cue)),
    };

    private static Note Tone(int hertz, int milliseconds) => new(hertz, TimeSpan.FromMilliseconds(milliseconds));
}
