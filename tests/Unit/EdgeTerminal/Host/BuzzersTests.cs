using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>Buzzers of the configuration, on a virtual board.</summary>
public sealed class BuzzersTests
{
    private const int Line = 18;

    private readonly ManualTime time = new();
    private readonly VirtualBoard board = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Each_cue_has_a_melody_of_its_own_by_its_name() => Assert.All(
        Enum.GetValues<Cue>(), cue => Assert.Equal(cue, Enum.Parse<Cue>(Melodies.For(cue).Name, ignoreCase: true)));

    [Fact]
    public void None_is_none() => Assert.Null(Open(new BuzzerSettings(BuzzerDriver.None)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_active_one_moves_its_line(bool activeLow)
    {
        var buzzer = Open(new BuzzerSettings(BuzzerDriver.Active) { Line = Line, ActiveLow = activeLow })!;
        Assert.Equal(activeLow, board.Line(Line).Level);

        Assert.Same(DeviceOutcome.Done, buzzer.Play(Melodies.For(Cue.Noticed)));
        await Eventually.TrueAsync(() => board.Line(Line).Level != activeLow, "it sounds", Cancellation);

        ((IDisposable)buzzer).Dispose();
        Assert.Equal(activeLow, board.Line(Line).Level);
    }

    [Fact]
    public async Task A_passive_one_on_a_line_toggles_it()
    {
        var buzzer = Open(new BuzzerSettings(BuzzerDriver.Passive) { Line = Line })!;

        buzzer.Play(Melodies.For(Cue.Noticed));
        await Eventually.TrueAsync(() => board.Line(Line).History.Count >= 6, "it sounds", Cancellation);

        ((IDisposable)buzzer).Dispose();
        Assert.False(board.Line(Line).Level);
    }

    [Fact]
    public async Task A_passive_one_on_PWM_plays_the_tones_of_a_melody()
    {
        foreach (var adapter in PanelAdapters.All)
        {
            var heard = board.Tone(0).Heard.Count;
            var buzzer = Open(new BuzzerSettings(BuzzerDriver.Passive) { Adapter = adapter.Name })!;

            buzzer.Play(Melodies.For(Cue.Approved));
            await Eventually.TrueAsync(() => board.Tone(0).Heard.Count > heard, "it sounds", Cancellation);

            Assert.Equal(1_568, board.Tone(0).Heard[heard].Hertz);
            ((IDisposable)buzzer).Dispose();
            Assert.Equal(0, board.Tone(0).Heard[^1].Hertz);
        }
    }

    [Fact]
    public void One_that_is_not_there_says_what_is_missing()
    {
        var noChip = Assert.Throws<LinkLostException>(
            () => Open(new BuzzerSettings(BuzzerDriver.Passive) { PwmChip = 7 }));
        Assert.Contains("pwmchip7", noChip.Message, StringComparison.Ordinal);

        var noLine = Assert.Throws<LinkLostException>(
            () => Open(new BuzzerSettings(BuzzerDriver.Active) { Line = 400 }));
        Assert.Contains("line 400", noLine.Message, StringComparison.Ordinal);
    }

    private ISounder? Open(BuzzerSettings settings) => Buzzers.Open(
        settings,
        board,
        SafeLines.Open(board, Outputs.OfBuzzer(settings, chip: 0).Select(output => output.Line)),
        time);
}
