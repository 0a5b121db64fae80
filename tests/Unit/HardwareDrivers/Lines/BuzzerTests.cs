using System.Collections.Immutable;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using Tests.Support;

namespace Tests.Unit.HardwareDrivers.Lines;

/// <summary>What is heard, with the moments at which it begins.</summary>
public sealed class BuzzerTests : IDisposable
{
    private static readonly Melody Refused = new("refused", [Tone(392, 250), Tone(0, 80), Tone(330, 450)]);
    private static readonly Melody Noticed = new("noticed", [Tone(1_568, 60)]);

    private readonly ManualTime time = new();
    private readonly ToneLog log;

    public BuzzerTests() => log = new ToneLog(time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task A_melody_is_played_note_by_note_and_ends_in_silence()
    {
        using var buzzer = new PassiveBuzzer(log, time);

        Assert.Equal(DeviceOutcome.Done, buzzer.Play(Refused));

        await HearsAsync(1);
        await PassAsync(250, 2);
        await PassAsync(80, 3);
        await PassAsync(450, 4);
        Assert.Equal([(392, 0), (0, 250), (330, 330), (0, 780)], log.Heard);
    }

    [Fact]
    public async Task A_new_melody_takes_the_place_of_the_one_that_plays()
    {
        using var buzzer = new PassiveBuzzer(log, time);
        buzzer.Play(Refused);
        await HearsAsync(1);
        time.Advance(TimeSpan.FromMilliseconds(100));

        buzzer.Play(Noticed);

        await Eventually.TrueAsync(() => log.Heard.Any(row => row.Hertz == 1_568), "the new one", Cancellation);
        Assert.Equal([(392, 0), (0, 100), (1_568, 100)], log.Heard);
    }

    [Fact]
    public async Task A_melody_that_is_given_in_the_moment_in_which_another_ends_is_played_whole()
    {
        using var buzzer = new PassiveBuzzer(log, time);
        buzzer.Play(Noticed);
        await HearsAsync(1);
        log.HoldSilence();
        time.Advance(TimeSpan.FromMilliseconds(60));
        await Eventually.TrueAsync(() => log.IsHeld, "the first one is about to end", Cancellation);

        buzzer.Play(Refused);
        log.LetGo();

        await Eventually.TrueAsync(() => log.Heard.Any(row => row.Hertz == 392), "the second one", Cancellation);
        await Eventually.TrueAsync(() => time.ActiveTimers == 1, "its note lasts", Cancellation);
        time.Advance(TimeSpan.FromMilliseconds(250));
        await Eventually.TrueAsync(
            () => log.Heard.Count == 4 && time.ActiveTimers == 1, "its pause lasts", Cancellation);
        Assert.Equal([(1_568, 0), (0, 60), (392, 60), (0, 310)], log.Heard);
        // One a note: nothing that was said before wakes it.
        Assert.Equal(3, time.TimersMade);
    }

    [Fact]
    public async Task A_buzzer_that_is_disposed_in_the_middle_of_a_note_is_silent()
    {
        var buzzer = new PassiveBuzzer(log, time);
        buzzer.Play(Refused);
        await HearsAsync(1);

        buzzer.Dispose();

        Assert.Equal(0, log.Heard[^1].Hertz);
        Assert.True(log.IsDisposed);
    }

    [Fact]
    public async Task A_buzzer_of_one_pitch_plays_the_rhythm()
    {
        var line = new WatchedLine();
        using var buzzer = new ActiveBuzzer(line, time);
        buzzer.Play(Refused);
        await Eventually.TrueAsync(() => line.IsActive && time.ActiveTimers == 1, "the first tone", Cancellation);

        time.Advance(TimeSpan.FromMilliseconds(250));
        await Eventually.TrueAsync(() => !line.IsActive && time.ActiveTimers == 1, "the pause", Cancellation);
        time.Advance(TimeSpan.FromMilliseconds(80));
        await Eventually.TrueAsync(() => line.IsActive && time.ActiveTimers == 1, "the second tone", Cancellation);
        time.Advance(TimeSpan.FromMilliseconds(450));

        await Eventually.TrueAsync(() => !line.IsActive, "silence", Cancellation);
        Assert.Equal(2, line.TimesActive);
    }

    [Fact]
    public async Task A_line_that_fails_is_told_with_the_next_melody()
    {
        var line = new WatchedLine { Broken = "the chip is gone" };
        using var buzzer = new ActiveBuzzer(line, time);
        buzzer.Play(Noticed);
        await Eventually.TrueAsync(() => time.ActiveTimers == 1, "the note is played", Cancellation);

        Assert.Equal(DeviceOutcome.Failed("the chip is gone"), buzzer.Play(Noticed));
    }

    private static Note Tone(int hertz, int milliseconds) => new(hertz, TimeSpan.FromMilliseconds(milliseconds));

    private async Task HearsAsync(int count) => await Eventually.TrueAsync(
        () => log.Heard.Count == count && time.ActiveTimers == 1, $"{count} notes are heard", Cancellation);

    private async Task PassAsync(int milliseconds, int count)
    {
        time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        await Eventually.TrueAsync(
            () => log.Heard.Count == count && (count == 4 || time.ActiveTimers == 1), $"{count} notes", Cancellation);
    }

    private sealed class ToneLog(ManualTime time) : IToneLine
    {
        private readonly ManualResetEventSlim free = new(initialState: true);
        private ImmutableList<(int Hertz, int Milliseconds)> heard = [];
        private volatile bool isHeld;

        public IReadOnlyList<(int Hertz, int Milliseconds)> Heard => Volatile.Read(ref heard);

        public bool IsDisposed { get; private set; }

        public DeviceOutcome Start(int frequencyHertz) => Note(frequencyHertz);

        /// <summary>The thread hangs in its order to be silent.</summary>
        public bool IsHeld => isHeld;

        public void HoldSilence() => free.Reset();

        public void LetGo() => free.Set();

        public DeviceOutcome Stop()
        {
            isHeld = !free.IsSet;
            free.Wait(CancellationToken.None);
            return Note(0);
        }

        public void Dispose()
        {
            IsDisposed = true;
            free.Set();
        }

        private DeviceOutcome Note(int hertz)
        {
            var entry = (hertz, (int)time.Elapsed.TotalMilliseconds);
            ImmutableInterlocked.Update(ref heard, list => list.Add(entry));
            return DeviceOutcome.Done;
        }
    }
}
