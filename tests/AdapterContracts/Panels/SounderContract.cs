using System.Collections.Immutable;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.AdapterContracts;

/// <summary>What every buzzer does, heard on its line or channel; notes pass when the test's clock does.</summary>
public abstract class SounderContract
{
    private static readonly Melody Refused = new("refused", [Tone(392, 250), Tone(0, 80), Tone(330, 450)]);
    private static readonly Melody Noticed = new("noticed", [Tone(1_568, 60)]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Notes pass on it.</summary>
    protected ManualTime Time { get; } = new();

    /// <summary>Where lines and tones are, in real time: a thread that toggles waits for nobody.</summary>
    protected VirtualBoard Board { get; } = new(TimeProvider.System);

    /// <summary>Something sounds now.</summary>
    protected abstract bool IsSounding { get; }

    [Fact]
    public async Task A_melody_is_played_note_by_note_and_ends_in_silence()
    {
        var sounder = Make();
        using var closing = (IDisposable)sounder;

        Assert.Same(DeviceOutcome.Done, sounder.Play(Refused));

        await HearsAsync(true);
        await PassAsync(250, false);
        await PassAsync(80, true);
        Time.Advance(TimeSpan.FromMilliseconds(450));
        await Eventually.TrueAsync(() => !IsSounding && Time.ActiveTimers == 0, "silence in the end", Cancellation);
    }

    [Fact]
    public async Task A_new_melody_takes_the_place_of_the_one_that_plays()
    {
        var sounder = Make();
        using var closing = (IDisposable)sounder;
        sounder.Play(Refused);
        await HearsAsync(true);

        sounder.Play(Noticed);
        await Eventually.TrueAsync(
            () => IsSounding && Time.UntilNext == TimeSpan.FromMilliseconds(60), "the new one", Cancellation);
        Time.Advance(TimeSpan.FromMilliseconds(60));

        await Eventually.TrueAsync(() => !IsSounding && Time.ActiveTimers == 0, "and nothing after it", Cancellation);
    }

    [Fact]
    public async Task A_buzzer_that_is_closed_in_the_middle_of_a_note_is_silent()
    {
        var sounder = Make();
        sounder.Play(Refused);
        await HearsAsync(true);

        ((IDisposable)sounder).Dispose();

        Assert.False(IsSounding);
    }

    [Fact]
    public async Task What_is_gone_is_told_and_nobody_waits_for_it()
    {
        var sounder = Make();
        using var closing = (IDisposable)sounder;
        Board.IsGone = true;
        sounder.Play(Noticed);

        await Eventually.TrueAsync(
            () => sounder.Play(Noticed) is DeviceOutcome.Failure { Detail.Length: > 0 }, "it is told", Cancellation);
    }

    protected abstract ISounder Make();

    private static Note Tone(int hertz, int milliseconds) => new(hertz, TimeSpan.FromMilliseconds(milliseconds));

    private Task HearsAsync(bool isSounding) => Eventually.TrueAsync(
        () => IsSounding == isSounding && Time.ActiveTimers == 1, $"sounding: {isSounding}", Cancellation);

    private Task PassAsync(int milliseconds, bool isSounding)
    {
        Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        return HearsAsync(isSounding);
    }
}

public sealed class ActiveBuzzerTests : SounderContract
{
    private const int Line = 18;

    protected override bool IsSounding => Board.Line(Line).Level;

    protected override ISounder Make()
    {
        using var chip = Board.OpenLines(0);
        return new ActiveBuzzer(chip.OpenOutput(new(Line, "buzzer")), Time);
    }
}

public abstract class PwmBuzzerContract(string adapter) : SounderContract
{
    protected override bool IsSounding => Board.Tone(0).Heard is [.., { Hertz: > 0 }];

    protected override ISounder Make() =>
        new PassiveBuzzer(PanelAdapterOf.Name(adapter).Tone(Board.OpenPwm(0, 0)), Time);
}

public sealed class OwnPwmBuzzerTests() : PwmBuzzerContract("own");

public sealed class LibraryPwmBuzzerTests() : PwmBuzzerContract("iot");
